import type { Fault } from "../../demo/simulators/simulator-server.ts";

/**
 * What can be wrong with an upstream and shows at once; the others take the deadline of a call each. In the order that does
 * the least harm: after refused credentials an upstream is left alone for minutes.
 */
export const QUICK_FAULTS: readonly Fault[] = [
  "status-500",
  "html",
  "half-json",
  "wrong-type",
  "reset",
  "redirect",
  "status-401",
];
