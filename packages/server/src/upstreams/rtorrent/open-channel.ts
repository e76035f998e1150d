import type { Instance } from "../instance.ts";
import type { Channel } from "./channel.ts";
import { badScgiUrl } from "./failures.ts";
import { HttpChannel } from "./http-channel.ts";
import { parseScgiUrl, sendScgi } from "./scgi.ts";

/** The whole list of 20,000 torrents is about 24 MB. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const DEADLINE_MS = 20_000;

/** The way that the instance's URL names. Opens nothing yet. */
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
