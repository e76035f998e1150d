/** A simulated Ombi. */
export type { ChildRequest, MovieRequest, OmbiUser, WebhookSettings } from "./ombi-nouns.ts";
export { createOmbiSimulator, type OmbiOptions, type OmbiSimulator } from "./ombi-simulator.ts";
export type { NotificationType } from "./webhook-agent.ts";
