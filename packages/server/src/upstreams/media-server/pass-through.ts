import { foldUserId } from "../../domain/user.ts";
import type { Instance } from "../instance.ts";
import { objectOf, objectsOf, textOf, type JsonObject } from "../json-fields.ts";
import type { MediaServerAsker, MediaServerPassThrough } from "../pass-through.ts";
import type { UpstreamResponse } from "../request.ts";
import { OWN_DEVICE_ID, type Caller } from "./authorization.ts";
import { mediaServerBadPayload, mediaServerFailure, type Purpose } from "./failures.ts";
import type { MediaServerHttp } from "./media-server-http.ts";

/** What a media server answers for an id that nobody has: Jellyfin refuses what is no GUID as bad input. */
const NOBODY_STATUSES: ReadonlySet<number> = new Set([400, 404]);

/** Hands on what one media server says of sessions and people, as it says it. */
export function createMediaServerPassThrough(
  instance: Instance,
  http: MediaServerHttp,
): MediaServerPassThrough {
  const { id: instanceId, apiKey } = instance;
  const purpose: Purpose = apiKey === null ? "session" : "api-key";

  async function ask(
    path: string,
    asker: MediaServerAsker,
    signal: AbortSignal,
  ): Promise<UpstreamResponse> {
    const caller: Caller =
      apiKey === null
        ? { deviceId: asker.deviceId, token: asker.accessToken }
        : { deviceId: OWN_DEVICE_ID, token: apiKey.reveal() };
    return await http.send(caller, { path, signal });
  }

  function contentOf(response: UpstreamResponse): unknown {
    if (response.status !== 200) throw mediaServerFailure(instanceId, purpose, response);
    return response.json();
  }

  function listOf(content: unknown, what: string): readonly JsonObject[] {
    if (!Array.isArray(content)) throw mediaServerBadPayload(instanceId, what);
    return objectsOf(content);
  }

  const sessions = async (
    asker: MediaServerAsker,
    signal: AbortSignal,
  ): Promise<readonly JsonObject[]> =>
    listOf(contentOf(await ask("/Sessions", asker, signal)), "list of sessions");

  /** Emby has moved its list, into an envelope: the new place first, then the old one. */
  const users = async (
    asker: MediaServerAsker,
    signal: AbortSignal,
  ): Promise<readonly JsonObject[]> => {
    const { kind } = await http.product(signal);
    if (kind === "emby") {
      const response = await ask("/Users/Query", asker, signal);
      const items = response.status === 200 ? objectOf(response.json())?.["Items"] : null;
      if (Array.isArray(items)) return objectsOf(items);
    }
    return listOf(contentOf(await ask("/Users", asker, signal)), "list of users");
  };

  const user = async (
    id: string,
    asker: MediaServerAsker,
    signal: AbortSignal,
  ): Promise<object | null> => {
    const response = await ask(`/Users/${encodeURIComponent(id)}`, asker, signal);
    if (NOBODY_STATUSES.has(response.status)) return null;
    const content = objectOf(contentOf(response));
    if (content === null) throw mediaServerBadPayload(instanceId, "user");
    return content;
  };

  return {
    sessions,
    users,
    user,
    async userOfSession(sessionId, asker, signal) {
      const session = (await sessions(asker, signal)).find(
        (one) => foldUserId(textOf(one["Id"]) ?? "") === foldUserId(sessionId),
      );
      const userId = textOf(session?.["UserId"]);
      return userId === null ? null : await user(userId, asker, signal);
    },
  };
}
