import { isDeepStrictEqual } from "node:util";

import type { ArrNotifications, PassThroughAnswer } from "../../upstreams/arr-control.ts";
import { objectOf, type JsonObject } from "../../upstreams/json-fields.ts";
import { plainMessage } from "../../upstreams/plain-text.ts";
import { HttpError } from "../plugins/errors.ts";
import { arrRefusalWords } from "../present/arr-refusal.ts";
import { proxyDeadline } from "../proxy-deadline.ts";
import {
  asWanted,
  findOwn,
  newConnection,
  webhookForm,
  type ConnectionTarget,
} from "./arr-connection.ts";

/** What was done, and the connection as it is now: in the *arr's own words, with its secrets. */
export interface ArrSetUp {
  readonly outcome: "created" | "updated" | "unchanged";
  readonly connection: JsonObject;
  /** The host it led to before, when that was another address of ours; else `null`. */
  readonly movedFrom: string | null;
}

/**
 * Makes sure that an *arr has one connection of ours that sends us all that matters. Reads and compares before it
 * writes: a second time changes nothing, and connections of others stay as they are. While it saves, the *arr calls us.
 *
 * @throws HttpError 502 with the *arr's own reason when it does not take the connection.
 * @throws UpstreamError when it cannot be asked.
 */
export async function setUpArr(
  notifications: ArrNotifications,
  target: ConnectionTarget,
): Promise<ArrSetUp> {
  const signal = proxyDeadline();
  const form = webhookForm(contentOf(await notifications.schema(signal)));
  if (form === null) throw new HttpError(502, "there are no webhooks among its connections");
  const list = contentOf(await notifications.list(signal));
  const own = findOwn(list, target);
  if (own === null) {
    const answer = await notifications.create(newConnection(form, list, target), signal);
    return {
      outcome: "created",
      connection: objectOf(contentOf(answer)) ?? {},
      movedFrom: null,
    };
  }
  const wanted = asWanted(own.connection, form, target);
  if (isDeepStrictEqual(wanted, own.connection)) {
    return { outcome: "unchanged", connection: own.connection, movedFrom: null };
  }
  const answer = await notifications.update(own.id, wanted, signal);
  return {
    outcome: "updated",
    connection: objectOf(contentOf(answer)) ?? wanted,
    movedFrom: own.movesFrom,
  };
}

function contentOf({ status, body }: PassThroughAnswer): unknown {
  if (status >= 200 && status < 300) return body;
  const words = plainMessage(arrRefusalWords(body) ?? `status ${status}`);
  throw new HttpError(502, `it did not take the webhook (${words})`);
}
