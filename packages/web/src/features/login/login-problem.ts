import { ApiError } from "../../api/errors.ts";
import type { Format } from "../../format/format.ts";
import type { Translate } from "../../i18n/catalogue.ts";

/** The server's sentence that the catalogue has words of its own for. The e2e test holds the two together. */
const NOT_LET_IN = /^The media server does not let this account in\b/;

/** What a failed sign-in means to the person who tried; the server's words where it alone knows more. */
export function loginProblem(
  error: unknown,
  t: Translate,
  format: Pick<Format, "duration">,
): string {
  if (!(error instanceof ApiError)) return t("login.unexpected");
  switch (error.reason) {
    case "invalid":
      return t("login.missing");
    case "unauthorized":
      return t("login.wrong");
    case "forbidden":
      return error.message === "" || NOT_LET_IN.test(error.message)
        ? t("login.forbidden")
        : error.message;
    case "too-many":
      return error.retryAfterSeconds === null
        ? t("login.tooMany")
        : t("login.tooManyFor", { duration: format.duration(error.retryAfterSeconds) });
    case "upstream-down":
      return t("login.upstreamDown");
    case "unreachable":
      return t("login.unreachable");
    case "unexpected":
      return t("login.unexpected");
    default:
      return error.reason satisfies never;
  }
}
