import type { Instance } from "../instance.ts";
import type { Transport } from "../request.ts";
import type { Probe } from "../upstream.ts";
import { unusable } from "./failures.ts";
import { Session, VERSION_PATH } from "./session.ts";

const BYPASS_NOTE =
  'qBittorrent lets this address in without a login ("Bypass authentication"), so the configured credentials could not be tested. If that is switched off, they will be.';
const SHARED_KEY_NOTE =
  "Everyone who uses one API key shares one session: let no other program poll qBittorrent with this key, or both will read everything each time.";

/**
 * Tries one qBittorrent as it is configured, first without credentials and then with them, in a session of its
 * own that is ended again.
 *
 * @throws UpstreamError with advice.
 */
export async function probeQbittorrent(
  instance: Instance,
  transport: Transport,
  signal: AbortSignal,
): Promise<Probe> {
  const isOpen = await answersAnyone(instance, transport, signal);
  const session = new Session(instance, transport);
  try {
    const answer = await session.get({ path: VERSION_PATH, signal });
    const version = answer.text().trim();
    if (!/^v?\d/.test(version)) throw unusable(instance.id, "app/version", answer.status);
    const hasCredentials = instance.apiKey !== null || instance.username !== null;
    const isUnverified = isOpen && hasCredentials;
    return {
      version: version.replace(/^v/, ""),
      credentials: isUnverified ? "unverified" : hasCredentials ? "accepted" : "none-needed",
      notes: [
        ...(isUnverified ? [BYPASS_NOTE] : []),
        ...(instance.apiKey === null ? [] : [SHARED_KEY_NOTE]),
      ],
    };
  } finally {
    await session.end();
  }
}

/** Whether it reads to somebody without credentials: then success with credentials proves nothing. */
async function answersAnyone(
  instance: Instance,
  transport: Transport,
  signal: AbortSignal,
): Promise<boolean> {
  const stranger = new Session({ ...instance, apiKey: null, username: null }, transport);
  try {
    const answer = await stranger.send({ path: VERSION_PATH, signal });
    if (answer.status === 403) return false;
    stranger.expectOk(answer);
    return true;
  } finally {
    await stranger.end();
  }
}
