import { foldUserId } from "../../domain/user.ts";
import { plainText } from "../plain-text.ts";
import type { MediaServerUser } from "../upstream.ts";
import type { WireUser } from "./wire.ts";

/** A cookie holds 4 KB, and a letter can take nine characters in it. */
const LONGEST_NAME = 200;

export function toUser(user: WireUser): MediaServerUser {
  return {
    id: foldUserId(user.id),
    name: plainText(user.name.slice(0, LONGEST_NAME)),
    isAdmin: user.isAdministrator,
    isDisabled: user.isDisabled,
  };
}
