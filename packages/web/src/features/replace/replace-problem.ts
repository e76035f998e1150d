import { ApiError } from "../../api/errors.ts";
import type { Translate } from "../../i18n/catalogue.ts";
import { explainVerdict } from "./explain-verdict.ts";

const NOT_FOUND = 404;

/** What a failed try means to the person who made it. Trying again is safe in every case: nothing happens twice. */
export function replaceProblem(error: unknown, t: Translate): string {
  if (!(error instanceof ApiError)) return t("replace.problem.unexpected");
  switch (error.reason) {
    case "forbidden": {
      const key = explainVerdict(error.message);
      return key === null ? t("replace.problem.forbidden") : t(key);
    }
    case "unauthorized":
      return t("login.ended");
    case "too-many":
      return t("replace.problem.tooMany");
    case "upstream-down":
      return t("replace.problem.upstreamDown");
    case "unreachable":
      return t("replace.problem.unreachable");
    case "invalid":
    case "unexpected":
      return t(error.status === NOT_FOUND ? "replace.problem.gone" : "replace.problem.unexpected");
    default:
      return error.reason satisfies never;
  }
}
