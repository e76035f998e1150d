import type { Connected } from "../upstreams/connected.ts";
import { HttpError } from "./plugins/errors.ts";

/**
 * The instance a call is about: the one with this id, or the first when none is named.
 *
 * @param appName what to call the service in the refusal, e.g. `Sonarr`.
 * @throws HttpError 503 when none is configured, 404 when none has this id.
 */
export function chosenInstance<T>(
  connected: readonly Connected<T>[],
  wanted: string | undefined,
  appName: string,
): Connected<T> {
  const [first] = connected;
  if (first === undefined) throw new HttpError(503, `${appName} is not configured.`);
  const chosen =
    wanted === undefined ? first : connected.find(({ instance }) => instance.id === wanted);
  if (chosen === undefined) {
    const ids = connected.map(({ instance }) => instance.id).join(", ");
    throw new HttpError(404, `There is no ${appName} with this id; there is: ${ids}.`);
  }
  return chosen;
}
