/** A simulated Ombi. */
export type { OmbiUser } from "./ombi-nouns.ts";
export { createOmbiSimulator, type OmbiOptions, type OmbiSimulator } from "./ombi-simulator.ts";
