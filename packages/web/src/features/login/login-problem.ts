import { ApiError } from "../../api/errors.ts";
import type { Format } from "../../format/format.ts";
import type { Translate } from "../../i18n/catalogue.ts";

/** Why signing in did not work, and the server's own words where they say more than ours. */
export interface LoginProblem {
  readonly text: string;
  readonly detail: string | null;
}

/** What a failed sign-in means to the person who tried. */
export function loginProblem(
  error: unknown,
  t: Translate,
  format: Pick<Format, "duration">,
): LoginProblem {
  if (!(error instanceof ApiError)) return { text: t("login.unexpected"), detail: null };
  switch (error.reason) {
    case "invalid":
      return { text: t("login.missing"), detail: null };
    case "unauthorized":
      return { text: t("login.wrong"), detail: null };
    case "forbidden":
      // The server alone knows which of the two it is.
      return { text: t("login.forbidden"), detail: error.message || null };
    case "too-many":
      return {
        text:
          error.retryAfterSeconds === null
            ? t("login.tooMany")
            : t("login.tooManyFor", { duration: format.duration(error.retryAfterSeconds) }),
        detail: null,
      };
    case "upstream-down":
      return { text: t("login.upstreamDown"), detail: error.message || null };
    case "unreachable":
      return { text: t("login.unreachable"), detail: null };
    case "unexpected":
      return { text: t("login.unexpected"), detail: error.message || null };
    default:
      return error.reason satisfies never;
  }
}
