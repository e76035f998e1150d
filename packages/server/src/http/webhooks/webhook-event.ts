import { createHash } from "node:crypto";

import { objectOf, textOf, type JsonObject } from "../../upstreams/json-fields.ts";
import { plainText } from "../../upstreams/plain-text.ts";

/** What we read of an event: that it happened, never what is so now. That is asked of the sender. */
export interface WebhookEvent {
  /** In the sender's words, e.g. `Grab`; also one that did not exist when this was written. */
  readonly type: string;
  /** Sent by a person's click or while a connection is saved; the same one may come again and again. */
  readonly isTest: boolean;
  /** Whether titles and tags may not be what they were. */
  readonly isAboutLibrary: boolean;
  /** Whether a download client was just given something to do. */
  readonly isGrab: boolean;
  /**
   * Equal for the same event sent twice: a hash of all that it says. Events have no id and no time; what tells two apart
   * (the type, the download, the ids of titles, episodes and files) is all in there.
   */
  readonly fingerprint: string;
  /** What the sender calls itself; many say just `Sonarr`, and old versions nothing. */
  readonly senderName: string | null;
  /** The address it was told that it has. */
  readonly senderUrl: string | null;
}

/**
 * A person's tags are given before the search, so a grab may be the first that is heard of them; no event tells of tags
 * alone. Source: WebhookEventType of Sonarr and Radarr.
 */
const LIBRARY_EVENTS = ["grab", "seriesadd", "seriesdelete", "movieadded", "moviedelete"];
/** Ombi writes when it sends; two sendings of one event may differ in that. */
const SENDING_TIME_FIELDS = ["longDate", "shortDate", "longTime", "shortTime"];

/** An event of Sonarr or Radarr; `null` when it does not say what happened. */
export function arrEventIn(body: unknown): WebhookEvent | null {
  const event = objectOf(body);
  const type = textOf(event?.["eventType"]);
  if (event === null || type === null) return null;
  return eventOf(type, event, textOf(event["instanceName"]));
}

/** An event of Ombi; `null` when it does not say what happened. */
export function ombiEventIn(body: unknown): WebhookEvent | null {
  const event = objectOf(body);
  const type = textOf(event?.["notificationType"]);
  if (event === null || type === null) return null;
  const lasting = Object.entries(event).filter(([name]) => !SENDING_TIME_FIELDS.includes(name));
  // Its applicationName is Ombi for everybody.
  return eventOf(type, Object.fromEntries(lasting), null);
}

/** Whether events of this type are tests. */
export function isTestType(type: string): boolean {
  return type.toLowerCase() === "test";
}

function eventOf(type: string, event: JsonObject, senderName: string | null): WebhookEvent {
  const word = type.toLowerCase();
  return {
    type: plainText(type),
    isTest: isTestType(type),
    isAboutLibrary: LIBRARY_EVENTS.includes(word),
    isGrab: word === "grab",
    fingerprint: createHash("sha256").update(JSON.stringify(event)).digest("base64url"),
    senderName,
    senderUrl: textOf(event["applicationUrl"]),
  };
}
