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
