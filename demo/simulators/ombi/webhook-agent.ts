import { statusWord } from "./ombi-json.ts";
import type { OmbiUser, RequestState, WebhookSettings } from "./ombi-nouns.ts";

const DELIVERY_TIMEOUT_MS = 5_000;

/** The types that are sent to webhooks; there is none for a request that is pending or being processed. */
export type NotificationType =
  | "NewRequest"
  | "RequestApproved"
  | "RequestDeclined"
  | "RequestAvailable"
  | "PartiallyAvailable"
  | "RequestDeleted"
  | "ItemAddedToFaultQueue"
  | "Issue"
  | "IssueComment"
  | "IssueResolved"
  | "IssueInProgress"
  | "IssueDeleted"
  | "Test";

/** What a notification is about. */
export interface NotificationSubject {
  readonly kind: "movie" | "tv";
  /** The movie request's id, or the child's. */
  readonly requestId: number;
  readonly title: string;
  readonly year: number | null;
  /** TMDB id for both kinds. */
  readonly providerId: number;
  readonly requestedBy: OmbiUser | null;
  readonly state: RequestState;
}

/** Every value a webhook body has, in no other form than text or null. */
const NO_VALUES = {
  requestId: null,
  requestedUser: null,
  title: null,
  requestedDate: null,
  type: null,
  additionalInformation: null,
  longDate: null,
  shortDate: null,
  longTime: null,
  shortTime: null,
  overview: null,
  year: null,
  episodesList: null,
  seasonsList: null,
  posterImage: null,
  applicationName: "Ombi",
  applicationUrl: null,
  issueDescription: null,
  issueCategory: null,
  issueStatus: null,
  issueSubject: null,
  newIssueComment: null,
  issueUser: null,
  userName: null,
  alias: null,
  requestedByAlias: null,
  userPreference: null,
  denyReason: null,
  availableDate: null,
  requestStatus: null,
  providerId: null,
  partiallyAvailableEpisodeNumbers: null,
  partiallyAvailableSeasonNumber: null,
  partiallyAvailableEpisodesList: null,
  partiallyAvailableEpisodeCount: null,
} satisfies Record<string, string | null>;

const STATUS_TEXTS = {
  Available: "Available",
  Denied: "Denied",
  Processing: "Processing Request",
  Pending: "Pending Approval",
} as const;

/** The flat body of one notification; dates are written for people and cannot be parsed. */
export function webhookBody(
  type: NotificationType,
  subject: NotificationSubject | null,
  now: number,
): Record<string, string | null> {
  const longDate = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeZone: "UTC" });
  const values = { ...NO_VALUES, longDate: longDate.format(now) };
  if (subject === null) return { ...values, notificationType: type };
  const { requestedBy, state } = subject;
  return {
    ...values,
    requestId: String(subject.requestId),
    requestedUser: requestedBy?.userName ?? null,
    title: subject.title,
    requestedDate: longDate.format(now),
    type: subject.kind === "movie" ? "Movie" : "TV Show",
    overview: `${subject.title} was asked for in the simulator.`,
    year: subject.year === null ? null : String(subject.year),
    userName: requestedBy?.userName ?? null,
    alias: requestedBy === null ? null : (requestedBy.alias ?? requestedBy.userName),
    denyReason: state.deniedReason,
    requestStatus: STATUS_TEXTS[statusWord(state)],
    providerId: String(subject.providerId),
    notificationType: type,
  };
}

/**
 * Sends once. The token travels as `Access-Token`; nothing else can be set.
 *
 * @returns the status of the answer, `null` when there was none, or "off" when there is no target.
 */
export async function sendWebhook(
  settings: WebhookSettings,
  body: Record<string, string | null>,
): Promise<number | null | "off"> {
  const { webhookUrl, applicationToken } = settings;
  if (!settings.enabled || webhookUrl === null || webhookUrl === "") return "off";
  try {
    const response = await fetch(webhookUrl, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        ...(applicationToken === null || applicationToken === ""
          ? {}
          : { "access-token": applicationToken }),
      },
      body: JSON.stringify(body),
      redirect: "manual",
      signal: AbortSignal.timeout(DELIVERY_TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}
