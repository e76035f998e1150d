/** The living household of the demo. */
export { startHousehold, type Household } from "./household.ts";
