/** A simulated Jellyfin or Emby. */
export type { MediaSession, MediaUser, SignInAttempt, UserInput } from "./account-book.ts";
export {
  createMediaServerSimulator,
  MediaServerSimulator,
  type MediaServerOptions,
} from "./media-server-simulator.ts";
