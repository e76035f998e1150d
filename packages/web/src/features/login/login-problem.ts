import { ApiError } from "../../api/errors.ts";
import type { Format } from "../../format/format.ts";
import type { Translate } from "../../i18n/catalogue.ts";

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
      return error.message || t("login.forbidden");
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
