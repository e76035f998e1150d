import type { HouseholdCommands } from "./household-process.ts";
import { ProcessLink } from "./process-link.ts";

/** The measuring process's end of the line to the household's process. */
export class HouseholdLink extends ProcessLink<HouseholdCommands> {
  constructor() {
    super("household-process.ts");
  }
}
