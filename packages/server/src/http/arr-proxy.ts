import type { ArrKind } from "../domain/arr-reading.ts";
import type { ArrControl, PassThroughAnswer } from "../upstreams/arr-control.ts";
import type { Connected } from "../upstreams/connected.ts";
import type { Arr } from "../upstreams/upstream.ts";
import { chosenInstance } from "./chosen-instance.ts";
import { HttpError } from "./plugins/errors.ts";
import { arrRefusalWords } from "./present/arr-refusal.ts";
import type { SecretMask } from "./present/mask-secrets.ts";

/** What handing on calls to the instances of one *arr takes. */
export interface ArrProxy {
  /** `Sonarr` or `Radarr`. */
  readonly appName: string;
  readonly mask: SecretMask;
  /** @throws HttpError 503 when none is configured, 404 when none has this id. */
  choose(instanceId: string | undefined): Connected<{ readonly control: ArrControl }>;
  /**
   * What an answer holds, masked.
   *
   * @param hasId whether the call named something by its id: then 404 means that it is not there, else that the API is not.
   * @throws HttpError with the *arr's own words as details when it refused the call; 502 when it is no such thing.
   */
  contentOf(answer: PassThroughAnswer, shape: "object" | "list", hasId: boolean): unknown;
}

const NOT_FOUND = 404;

export function createArrProxy(
  kind: ArrKind,
  arrs: readonly Connected<Arr>[],
  mask: SecretMask,
): ArrProxy {
  const appName = kind === "sonarr" ? "Sonarr" : "Radarr";
  const ofKind = arrs.filter(({ instance }) => instance.kind === kind);

  function contentOf(
    { status, body }: PassThroughAnswer,
    shape: "object" | "list",
    hasId: boolean,
  ): unknown {
    if (status >= 200 && status < 300) {
      const content = body ?? {};
      if (typeof content === "object" && Array.isArray(content) === (shape === "list")) {
        return mask(content);
      }
      throw new HttpError(502, `${appName} answered with something that is no ${shape}.`);
    }
    if (status === NOT_FOUND && !hasId) {
      throw new HttpError(
        502,
        `${appName} does not know the API path (404).`,
        "Check that the URL is right, and that it ends with the URL Base if there is one.",
      );
    }
    const words = arrRefusalWords(body);
    throw new HttpError(
      status,
      status === NOT_FOUND ? `${appName} does not know this id.` : `${appName} refused it.`,
      words === null ? null : String(mask(words)),
    );
  }

  return { appName, mask, contentOf, choose: (id) => chosenInstance(ofKind, id, appName) };
}
