/** A simulated SABnzbd. */
export type { SabnzbdDetail } from "./sabnzbd-job.ts";
export type { SabnzbdSettings, SabnzbdWarning } from "./sabnzbd-settings.ts";
export {
  createSabnzbdSimulator,
  type SabnzbdOptions,
  type SabnzbdSimulator,
} from "./sabnzbd-simulator.ts";
export type { SabnzbdVersion } from "./sabnzbd-version.ts";
