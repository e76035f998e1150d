import { foldUserId } from "../../domain/user.ts";
import { plainText } from "../plain-text.ts";
import type { MediaServerUser } from "../upstream.ts";
import type { WireUser } from "./wire.ts";

export function toUser(user: WireUser): MediaServerUser {
  return {
    id: foldUserId(user.id),
    name: plainText(user.name),
    isAdmin: user.isAdministrator,
    isDisabled: user.isDisabled,
  };
}
