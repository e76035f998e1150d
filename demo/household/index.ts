/** The living household of the demo. */
export type { Login } from "./cast.ts";
export { startHousehold, type Household, type HouseholdOptions } from "./household.ts";
