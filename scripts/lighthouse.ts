import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import lighthouse, { desktopConfig } from "lighthouse";
import { chromium } from "playwright-core";

import { launchOptions } from "../test/e2e/chromium.ts";
import { startDemo, type Demo } from "../test/e2e/demo.ts";
import { freePort } from "./free-port.ts";

/**
 * Lighthouse on the demo: the sign-in page and a signed-in person's screens, as a phone and as a desktop. Prints
 * the scores and what cost points, and ends with 1 when a goal is missed. The phone is simulated with a slow
 * network and a quarter of this machine's speed, so a busy machine costs points that the page does not.
 */
const GOALS = { accessibility: 1, "best-practices": 1, performance: 0.95 } as const;
const DEVICES = { phone: undefined, desktop: desktopConfig } as const;
/** The stream stays open, so the page never falls quite silent: after this it is measured all the same. */
const LONGEST_LOAD_MS = 20_000;

type Category = keyof typeof GOALS;

interface Outcome {
  /** How fast Lighthouse found this machine; a phone of today is simulated well from some 1,000 on. */
  readonly machine: number;
  readonly scores: ReadonlyMap<Category, number>;
  /** Audits that cost points, with what they say. */
  readonly costly: readonly string[];
}

async function main(): Promise<boolean> {
  await using rest = new AsyncDisposableStack();
  const [demo, port] = await Promise.all([startDemo(), freePort()]);
  rest.defer(() => demo.stop());
  const profile = mkdtempSync(join(tmpdir(), "sofarr-lighthouse-"));
  rest.defer(() => rmSync(profile, { recursive: true, force: true }));
  const browser = await chromium.launchPersistentContext(
    profile,
    await launchOptions([`--remote-debugging-port=${port}`]),
  );
  rest.defer(() => browser.close());
  let isMet = true;
  const measure = async (screen: string, path = ""): Promise<void> => {
    for (const device of Object.keys(DEVICES) as (keyof typeof DEVICES)[]) {
      const outcome = await audit(new URL(path, demo.address).href, port, device);
      isMet = print(`${screen}, ${device}`, outcome) && isMet;
    }
  };
  await measure("sign-in");
  const page = await browser.newPage();
  await signIn(page, demo);
  await page.close();
  await measure("downloads");
  await measure("finished", "history");
  await measure("requests", "requests");
  return isMet;
}

type Page = Awaited<
  ReturnType<Awaited<ReturnType<typeof chromium.launchPersistentContext>>["newPage"]>
>;

async function signIn(page: Page, demo: Demo): Promise<void> {
  const member = demo.logins.find(({ role }) => role === "member");
  await page.goto(demo.address);
  await page.getByLabel("Name", { exact: true }).fill(member?.name ?? "");
  await page.getByLabel("Password", { exact: true }).fill(member?.password ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("progressbar").first().waitFor();
}

/** @throws when Lighthouse could not measure. */
async function audit(
  address: string,
  port: number,
  device: keyof typeof DEVICES,
): Promise<Outcome> {
  const result = await lighthouse(
    address,
    {
      port,
      logLevel: "error",
      output: "json",
      onlyCategories: Object.keys(GOALS),
      // The session lives in a cookie.
      disableStorageReset: true,
      maxWaitForLoad: LONGEST_LOAD_MS,
    },
    DEVICES[device],
  );
  if (result === undefined) throw new Error("Lighthouse gave no result.");
  const { lhr } = result;
  if (lhr.runtimeError !== undefined) throw new Error(lhr.runtimeError.message);
  const scores = new Map(
    (Object.keys(GOALS) as Category[]).map((name) => [name, lhr.categories[name]?.score ?? 0]),
  );
  const weighed = Object.values(lhr.categories).flatMap(({ auditRefs }) =>
    auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => id),
  );
  const costly = [...new Set(weighed)]
    .map((id) => lhr.audits[id])
    .filter((one) => one !== undefined && one.score !== null && one.score < 1)
    .map((one) => `${one?.id}: ${one?.displayValue ?? one?.title} (${one?.score})`);
  return { scores, costly, machine: lhr.environment.benchmarkIndex };
}

/** @returns whether every goal is met. */
function print(title: string, { scores, costly, machine }: Outcome): boolean {
  const PERCENT = 100;
  const words = [...scores].map(([name, score]) => `${name} ${Math.round(score * PERCENT)}`);
  process.stdout.write(`${title.padEnd(20)} ${words.join("  ")}  (machine ${machine})\n`);
  for (const line of costly) process.stdout.write(`    ${line}\n`);
  return [...scores].every(([name, score]) => score >= GOALS[name]);
}

process.exitCode = (await main()) ? 0 : 1;
