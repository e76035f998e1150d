import type { TestProject } from "vitest/node";

import { startRig, stopRig, type RigOutcome } from "./rig.ts";

declare module "vitest" {
  interface ProvidedContext {
    rig: RigOutcome;
  }
}

let rigDir: string | null = null;

/** Starts the rig once for all files. `RIG_NEXT` names the Debian release of the newer clients, or `none`. */
export async function setup(project: TestProject): Promise<void> {
  const wanted = process.env["RIG_NEXT"] ?? "forky";
  if (wanted !== "forky" && wanted !== "trixie" && wanted !== "none") {
    throw new Error(`RIG_NEXT is ${wanted}: use forky, trixie or none`);
  }
  const outcome = await startRig(wanted === "none" ? null : wanted);
  rigDir = outcome.rig?.rigDir ?? null;
  project.provide("rig", outcome);
  if (outcome.rig === null) {
    console.warn(`The rig cannot be had, its tests are skipped: ${outcome.unavailable}`);
    return;
  }
  const { clients, seconds, notes } = outcome.rig;
  const versions = Object.values(clients).map((one) => `${one.kind} ${one.version}`);
  console.info(`The rig stands after ${seconds} s: ${versions.join(", ")}`);
  for (const note of notes) console.warn(`Not in the rig: ${note}`);
}

export async function teardown(): Promise<void> {
  if (rigDir !== null) await stopRig(rigDir);
}
