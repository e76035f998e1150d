import type { Config } from "./config/config.ts";
import { StoreTrouble } from "./store/store-trouble.ts";

/** Says in one plain sentence why the server could not start, and what to change where that is known. */
export function startTrouble(
  error: unknown,
  { host, port }: Pick<Config, "host" | "port">,
): string {
  if (!(error instanceof Error)) return "for a reason that is not known.";
  if (error instanceof StoreTrouble) return `${error.message} ${error.advice}`;
  switch ("syscall" in error && error.syscall === "listen" && "code" in error ? error.code : null) {
    case "EADDRINUSE":
      return `Something else already listens on port ${port}. Set PORT to another one, or stop what listens there.`;
    case "EADDRNOTAVAIL":
      return `This machine does not have the address ${host}. Set HOST to one it has, or leave it out to listen on all.`;
    case "EACCES":
      return `sofarr may not listen on port ${port}. Set PORT to one above 1023.`;
    default:
      return error.message;
  }
}
