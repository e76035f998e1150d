import { pathToFileURL } from "node:url";

/**
 * A database's address that tells SQLite that nobody changes it: then it makes no file beside it, but overlooks a log. So
 * only for one without.
 */
export function unchangingAddress(path: string): URL {
  const address = pathToFileURL(path);
  address.searchParams.set("immutable", "1");
  return address;
}
