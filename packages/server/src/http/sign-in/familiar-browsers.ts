import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

import type { Secret } from "../../config/secret.ts";
import { accountKey } from "./account-limit.ts";

/** Of people who share a browser, those who used it last. */
const MOST_ACCOUNTS = 6;
const NONCE_BYTES = 12;
const MARK = /^[\w-]{16}\.[\w-]{43}$/u;

/** Marks of the accounts that signed in with a browser, as its cookie holds them. They open nothing and name nobody. */
export interface FamiliarBrowsers {
  /** What tells this browser apart among those that signed in to the account before; `null` when it never did. */
  recognise(marks: string, username: string): string | null;
  /** The marks with one for this account. */
  welcome(marks: string, username: string): string;
}

export function createFamiliarBrowsers(secret: Secret): FamiliarBrowsers {
  const sign = (nonce: string, username: string): string =>
    createHmac("sha256", secret.reveal())
      .update(`familiar browser:${nonce}:${accountKey(username)}`)
      .digest("base64url");
  const isOf = (mark: string, username: string): boolean => {
    const [nonce = "", signature = ""] = mark.split(".");
    return timingSafeEqual(Buffer.from(signature), Buffer.from(sign(nonce, username)));
  };
  const marksIn = (marks: string): readonly string[] =>
    marks.split("~", MOST_ACCOUNTS).filter((mark) => MARK.test(mark));

  return {
    recognise(marks, username) {
      const mark = marksIn(marks).find((one) => isOf(one, username));
      return mark?.split(".", 1)[0] ?? null;
    },
    welcome(marks, username) {
      const known = marksIn(marks);
      const own = known.find((mark) => isOf(mark, username));
      const nonce = randomBytes(NONCE_BYTES).toString("base64url");
      const mark = own ?? `${nonce}.${sign(nonce, username)}`;
      return [mark, ...known.filter((one) => one !== own)].slice(0, MOST_ACCOUNTS).join("~");
    },
  };
}
