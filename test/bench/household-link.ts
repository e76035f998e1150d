import { ProcessLink } from "../process-link.ts";
import { forkBeside } from "./fork-beside.ts";
import type { HouseholdCommands } from "./household-process.ts";

/** The measuring process's end of the line to the household's process. */
export class HouseholdLink extends ProcessLink<HouseholdCommands> {
  constructor() {
    super(forkBeside("household-process.ts"));
  }
}
