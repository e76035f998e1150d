import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";

import { measureFanOut } from "./fan-out.ts";
import { measureFreshness } from "./freshness.ts";
import { HouseholdLink } from "./household-link.ts";
import { measureMemory } from "./memory.ts";
import { measurePeer } from "./peer.ts";
import { placeInPage } from "./performance-page.ts";
import { QUICK, THOROUGH } from "./plan.ts";
import { measurePollCost } from "./poll-cost.ts";
import { render, renderMarkdown, verdictCounts, type Section } from "./report.ts";
import { STARTED_AS } from "./server-process.ts";
import { measureStartUp } from "./start-up.ts";
import { measureWebhook } from "./webhook.ts";
import { measureWire } from "./wire.ts";

const USAGE = `Usage: npm run bench -- [options] [measurement ...]

Measurements (all without one): start poll freshness webhook memory wire fan-out peer
  --quick          fewer rounds and sizes
  --json FILE      also write the numbers
  --markdown FILE  also put the tables into a page, between the marks with their names
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    markdown: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
const plan = values.quick ? QUICK : THOROUGH;
const household = new HouseholdLink();
const measurements: Readonly<Record<string, () => AsyncIterable<Section>>> = {
  start: () => measureStartUp(household, plan.start),
  poll: () => measurePollCost(household, plan.poll),
  freshness: () => measureFreshness(household, plan.freshness),
  webhook: () => measureWebhook(household, plan.webhook),
  memory: () => measureMemory(plan.memory),
  wire: () => measureWire(household, plan.wire),
  "fan-out": () => measureFanOut(household, plan.fanOut),
  peer: () => measurePeer(household, plan.peer),
};
const wanted = positionals.length === 0 ? Object.keys(measurements) : positionals;

if (values.help || wanted.some((name) => measurements[name] === undefined)) {
  process.stdout.write(USAGE);
  process.exit(values.help ? 0 : 64);
}
const machine = `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? "processor"}`;
process.stdout.write(`sofarr benchmarks: ${machine}; the server is ${STARTED_AS}\n`);
const measured = new Map<string, readonly Section[]>();
for (const name of wanted) {
  const sections: Section[] = [];
  for await (const section of measurements[name]?.() ?? []) {
    process.stdout.write(render(section));
    sections.push(section);
  }
  measured.set(name, sections);
  // At once: a later measurement may fail, and these take long.
  if (values.markdown !== undefined) {
    const words = [stamp(), ...sections.map(renderMarkdown)].join("\n\n");
    placeInPage(values.markdown, name, words);
    execFileSync("oxfmt", [values.markdown]);
  }
}
household.end();
const all = [...measured.values()].flat();
process.stdout.write(`\nGoals: ${verdictCounts(all)}\n`);
if (values.json !== undefined) {
  const at = new Date().toISOString();
  const results = all.map(({ title, verdicts, data }) => ({ title, verdicts, data }));
  writeFileSync(values.json, `${JSON.stringify({ at, machine, results }, null, 2)}\n`);
}

/** When, of what and on what. The commit is the last one that changed what is measured. */
function stamp(): string {
  const newest = ["log", "-1", "--format=%h", "--", "packages"];
  const commit = execFileSync("git", newest, { encoding: "utf8" }).trim();
  const how = values.quick ? ", fewer rounds than usual" : "";
  return `Measured on ${new Date().toISOString().slice(0, 10)}, at ${commit}: ${machine}${how}.`;
}
