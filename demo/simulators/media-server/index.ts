/** A simulated Jellyfin or Emby. */
export type { MediaUser } from "./account-book.ts";
export {
  createMediaServerSimulator,
  type MediaServerOptions,
  type MediaServerSimulator,
} from "./media-server-simulator.ts";
