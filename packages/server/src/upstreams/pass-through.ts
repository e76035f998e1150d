/**
 * SABnzbd's own answers, as they came. They hold secrets (passwords of jobs) and paths: whoever shows them masks them.
 * A port of its own, beside reading downloads.
 */
export interface SabnzbdPassThrough {
  /** All of the queue. @throws UpstreamError */
  queue(signal: AbortSignal): Promise<object>;
  /** The newest of the history, and before it all that is being post-processed. @throws UpstreamError */
  history(limit: number, signal: AbortSignal): Promise<object>;
}

/**
 * The media server's own words about people and what they play, in its own shapes. They may hold secrets: whoever shows
 * them masks them. A port of its own, beside signing in.
 *
 * Every call is made with the API key; without one it is made as the admin who asks.
 */
export interface MediaServerPassThrough {
  /** Everybody's sessions. @throws UpstreamError */
  sessions(asker: MediaServerAsker, signal: AbortSignal): Promise<readonly object[]>;
  /** Everybody. @throws UpstreamError */
  users(asker: MediaServerAsker, signal: AbortSignal): Promise<readonly object[]>;
  /** @returns `null` when there is no such person. @throws UpstreamError */
  user(id: string, asker: MediaServerAsker, signal: AbortSignal): Promise<object | null>;
  /** Who is behind a session. @returns `null` when there is none, or nobody in it. @throws UpstreamError */
  userOfSession(
    sessionId: string,
    asker: MediaServerAsker,
    signal: AbortSignal,
  ): Promise<object | null>;
}

/** The media server's token and device of whoever asks. */
export interface MediaServerAsker {
  readonly accessToken: string;
  readonly deviceId: string;
}
