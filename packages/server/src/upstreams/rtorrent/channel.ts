import type { Instance } from "../instance.ts";
import { badScgiUrl } from "./failures.ts";
import { HttpChannel } from "./http-channel.ts";
import { parseScgiUrl, sendScgi } from "./scgi.ts";

/** The whole list of 20,000 torrents is about 24 MB. */
export const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const DEADLINE_MS = 20_000;

/**
 * What a login was worth. `open`: nobody asked us for one. `accepted`: somebody did and was content.
 * `none`: there is no such thing here (SCGI).
 */
export type Login = "open" | "accepted" | "none";

/** A way to carry XML-RPC to one rTorrent: there and back, one at a time. */
export interface Channel {
  /** @throws UpstreamError; the signal's reason when aborted. */
  exchange(body: string, signal: AbortSignal): Promise<Buffer>;
  /** The next exchange goes without a login, to see whether one is wanted. */
  forgetLogin(): void;
  /** Known after an exchange that followed `forgetLogin`. */
  login(): Login;
  close(): Promise<void>;
}

/** Opens nothing yet. */
export function openChannel(instance: Instance): Channel {
  return instance.url.startsWith("scgi:")
    ? openScgiChannel(instance)
    : new HttpChannel(instance, MAX_ANSWER_BYTES);
}

function openScgiChannel({ id, url }: Instance): Channel {
  const address = parseScgiUrl(url);
  return {
    exchange: async (body, signal) => {
      if (address === null) throw badScgiUrl(id);
      return await sendScgi({
        instanceId: id,
        address,
        body,
        signal,
        deadlineMs: DEADLINE_MS,
        maxBytes: MAX_ANSWER_BYTES,
      });
    },
    forgetLogin: () => {},
    login: () => "none",
    close: async () => {},
  };
}
