import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";

import { measureFreshness } from "./freshness.ts";
import { HouseholdLink } from "./household-link.ts";
import { measureMemory } from "./memory.ts";
import { measurePollCost } from "./poll-cost.ts";
import { render, type Section } from "./report.ts";
import { STARTED_AS } from "./server-process.ts";
import { measureStartUp } from "./start-up.ts";

const USAGE = `Usage: npm run bench -- [options] [measurement ...]

Measurements (all without one): start poll freshness memory
  --quick        fewer rounds and sizes
  --json FILE    also write the numbers
`;

const THOROUGH = {
  start: { rounds: 9 },
  poll: { sizes: [100, 1_000, 5_000, 20_000] },
  freshness: { downloads: 1_000, changes: 250 },
  memory: { sizes: [1_000, 5_000], idleMs: 120_000, polls: 30 },
};
const QUICK: typeof THOROUGH = {
  start: { rounds: 3 },
  poll: { sizes: [100, 1_000] },
  freshness: { downloads: 1_000, changes: 40 },
  memory: { sizes: [1_000], idleMs: 15_000, polls: 8 },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
const plan = values.quick ? QUICK : THOROUGH;
const household = new HouseholdLink();
const measurements: Readonly<Record<string, () => AsyncIterable<Section>>> = {
  start: () => measureStartUp(household, plan.start),
  poll: () => measurePollCost(household, plan.poll),
  freshness: () => measureFreshness(household, plan.freshness),
  memory: () => measureMemory(plan.memory),
};
const wanted = positionals.length === 0 ? Object.keys(measurements) : positionals;

if (values.help || wanted.some((name) => measurements[name] === undefined)) {
  process.stdout.write(USAGE);
  process.exit(values.help ? 0 : 64);
}
const machine = `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? "processor"}`;
process.stdout.write(`sofarr benchmarks: ${machine}; the server is ${STARTED_AS}\n`);
const sections: Section[] = [];
for (const name of wanted) {
  for await (const section of measurements[name]?.() ?? []) {
    process.stdout.write(render(section));
    sections.push(section);
  }
}
if (values.json !== undefined) {
  const at = new Date().toISOString();
  const results = sections.map(({ title, data }) => ({ title, data }));
  writeFileSync(values.json, `${JSON.stringify({ at, machine, results }, null, 2)}\n`);
}
household.end();
