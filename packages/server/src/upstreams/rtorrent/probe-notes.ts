import type { Instance } from "../instance.ts";
import type { Login } from "./channel.ts";
import { isLoopback } from "./loopback.ts";
import { parseScgiUrl } from "./scgi.ts";
import type { Column } from "./wire.ts";

/** What works now but will bite, each with what to change. */
export function notesOn(
  instance: Instance,
  login: Login,
  columns: readonly Column[],
): readonly string[] {
  const notes: string[] = [];
  if (login === "open" && instance.username !== null) {
    notes.push(
      "rTorrent's address let sofarr in without asking for the password. Whoever reaches it controls rTorrent: let the web server in front ask for a login.",
    );
  }
  const address = parseScgiUrl(instance.url);
  if (address !== null && "host" in address && !isLoopback(address.host)) {
    notes.push(
      "SCGI over the network knows no password: whoever reaches this port controls rTorrent. Use its socket file (scgi:///path) or a web server with a login in front.",
    );
  }
  if (!columns.includes("custom1")) {
    notes.push("This rTorrent has no labels (d.custom1), so downloads have no category.");
  }
  return notes;
}
