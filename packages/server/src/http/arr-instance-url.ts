import type { Instance } from "../upstreams/instance.ts";

const URN_PREFIX = "urn:sofarr:arr:";

/** How an *arr is called towards others than admins: it can be handed back, but leads nowhere. */
export function arrUrn(instanceId: string): string {
  return URN_PREFIX + instanceId;
}

/** Whether this is what an instance is called, by its urn or by its address; a slash at the end means nothing. */
export function isCalled(instance: Pick<Instance, "id" | "url">, name: string): boolean {
  return name === arrUrn(instance.id) || isSameAddress(instance.url, name);
}

/** Compared as a whole: what has a query, a fragment or credentials is another address. */
function isSameAddress(a: string, b: string): boolean {
  const [left, right] = [parse(a), parse(b)];
  return left !== null && right !== null && plain(left) === plain(right);
}

function parse(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}

function plain(url: URL): string {
  return url.href.replace(/(?<!\/)\/+$/u, "");
}
