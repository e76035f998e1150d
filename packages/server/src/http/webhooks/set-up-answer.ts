import { UpstreamError } from "../../upstreams/errors.ts";
import { HttpError } from "../plugins/errors.ts";
import type { ArrSetUp } from "./set-up-arr.ts";
import type { SecretMask } from "../present/mask-secrets.ts";

/** What came of setting up one instance. */
export interface InstanceSetUp {
  readonly instanceId: string;
  readonly instanceName: string;
  readonly result: ArrSetUp | { readonly outcome: "failed"; readonly error: unknown };
}

const DEFAULT_ADVICE =
  "It calls sofarr while it saves the webhook: check that it reaches the address in SOFARR_BASE_URL.";

/**
 * The first one's connection, masked, and what was done in each.
 *
 * @throws HttpError 502 (504 when it was only too slow) when one or more could not be set up, naming each; whoever reads
 *   the status alone must not take that for done. The others are set up all the same.
 */
export function setUpAnswer(setUps: readonly InstanceSetUp[], mask: SecretMask): object {
  const troubles = setUps.flatMap(({ instanceId, result }) =>
    result.outcome === "failed" ? [{ instanceId, ...troubleOf(result.error) }] : [],
  );
  const [first] = setUps;
  if (troubles.length === 0 && first !== undefined && first.result.outcome !== "failed") {
    return {
      ...(mask(first.result.connection) as object),
      instances: setUps.map(({ instanceId, instanceName, result }) => ({
        instanceId,
        instanceName,
        outcome: result.outcome,
        ...movedFrom(result),
      })),
    };
  }
  const words = troubles.map(({ instanceId, message }) => `${instanceId}: ${message}`);
  const done = setUps.filter(({ result }) => result.outcome !== "failed");
  const rest = done.length === 0 ? "" : ` Set up: ${done.map((one) => one.instanceId).join(", ")}.`;
  throw new HttpError(
    troubles.every(({ isTimeout }) => isTimeout) ? 504 : 502,
    `Not set up: ${String(mask(words.join("; ")))}.${rest}`,
    [...new Set(troubles.flatMap(({ advice }) => advice ?? []))].join(" ") || null,
  );
}

/** The host of an earlier address, where one was replaced: that is never done without a word. */
export function movedFrom(result: InstanceSetUp["result"]): { readonly movedFrom?: string } {
  if (result.outcome === "failed" || result.movedFrom === null) return {};
  return { movedFrom: result.movedFrom };
}

/** @throws what is no trouble with the instance but a fault of ours. */
function troubleOf(error: unknown): {
  readonly message: string;
  readonly advice: string | null;
  readonly isTimeout: boolean;
} {
  if (error instanceof UpstreamError) {
    const { message, advice, reason } = error;
    return { message, advice, isTimeout: reason === "timeout" };
  }
  if (!(error instanceof HttpError)) throw error;
  return { message: error.message, advice: DEFAULT_ADVICE, isTimeout: false };
}
