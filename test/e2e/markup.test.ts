import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import type { Household } from "../../demo/household/index.ts";
import type { SentBody, SimulatorServer } from "../../demo/simulators/simulator-server.ts";
import { MARKUP } from "../attacks/spoil.ts";
import { openHouse } from "./open-house.ts";
import { DESKTOP } from "./visitor.ts";

/** Everything in an upstream's answer that is shown as somebody's words, and is no key to anything. */
const SHOWN = new Set([
  "title",
  "sourceTitle",
  "name",
  "errorMessage",
  "message",
  "messages",
  "indexer",
  "filename",
  "fail_message",
  "category",
  "tags",
  "save_path",
  "errorString",
  "error_string",
  "deniedReason",
  "alias",
  "outputPath",
  "path",
]);
/** Tag labels that mean somebody stay, so that there is something to see. */
const IS_SOMEBODYS = /robin|mira|ana|jonas/iu;
/** Where each has something to see. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  Mira: ["/", "/history", "/requests"],
  Robin: [
    "/?everyone=1",
    "/history?everyone=1&days=90",
    "/requests?everyone=1",
    "/admin",
    "/admin?show=webhooks",
    "/admin?show=logs",
  ],
};

function spoil({ bytes, headers }: SentBody): SentBody {
  const text = bytes.toString("utf8");
  if (text.includes("<methodResponse>")) {
    // Names and paths, but neither hashes nor names of commands.
    const escaped = MARKUP.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    const spoilt = text.replaceAll(
      /<string>((?=[^<]*[A-Z])(?=[^<]*[a-z])[^<]*[ .][^<]*)<\/string>/gu,
      `<string>$1${escaped}</string>`,
    );
    return { bytes: Buffer.from(spoilt), headers };
  }
  const withMarkup = (name: string, value: unknown): unknown => {
    if (typeof value !== "string" || value === "") return value;
    const isWords = SHOWN.has(name) || (name === "label" && !IS_SOMEBODYS.test(value));
    // Members of a list have a number for a name.
    return isWords || /^\d+$/u.test(name) ? `${value}${MARKUP}` : value;
  };
  try {
    return { bytes: Buffer.from(JSON.stringify(JSON.parse(text, withMarkup))), headers };
  } catch {
    return { bytes, headers };
  }
}

function spoilAll({ simulators }: Household): void {
  for (const [name, { server }] of Object.entries(simulators) as [
    string,
    { server: SimulatorServer },
  ][]) {
    if (name !== "mediaServer") server.spoil = spoil;
  }
}

/** What came alive of the markup, and addresses that are no web addresses. */
async function livelyOn(page: Page): Promise<string[]> {
  return await page.evaluate<string[]>(`(() => {
    const found = [...document.querySelectorAll('img[src="x"], [onerror], [onload], iframe, object, embed, script:not([src])')]
      .map((element) => element.outerHTML);
    for (const { href } of document.querySelectorAll("a[href]"))
      if (!/^https?:/u.test(href)) found.push(href);
    if ("spoilt" in window) found.push("it ran");
    return found;
  })()`);
}

describe("markup in what upstreams say", () => {
  const house = openHouse({ ENABLE_LOG_STREAM: "true" }, spoilAll);

  test.each(Object.keys(PLACES))(
    "is text to %s on every screen, in every detail, and runs nowhere",
    async (who) => {
      const { page, trouble, leave } = await house.visit(who, "/", { viewport: DESKTOP });
      await page.evaluate(`fetch("api/auth/csrf").then((answer) => answer.json()).then(({ csrfToken }) =>
        fetch("api/debug/client-logs", {
          method: "POST",
          headers: { "content-type": "application/json", "x-csrf-token": csrfToken },
          body: JSON.stringify([{ level: "error", message: ${JSON.stringify(MARKUP)} }]),
        }))`);
      let seen = 0;
      for (const path of PLACES[who] ?? []) {
        await page.goto(new URL(`.${path}`, house.address).href);
        await page.getByRole("main").getByRole("heading").first().waitFor();
        if (!path.startsWith("/admin")) {
          await page.getByRole("main").getByRole("article").first().waitFor();
        }
        for (const more of await page.getByRole("button", { name: /^More about/u }).all()) {
          await more.click();
        }
        const text = await page.getByRole("main").innerText();
        if (text.includes("<script>window.spoilt=1</script>")) seen += 1;
        expect([path, await livelyOn(page)]).toEqual([path, []]);
      }
      // Downloads, history and requests show it, as it was written.
      expect(seen).toBeGreaterThanOrEqual(3);
      expect(await page.title()).not.toContain("spoilt");
      await leave();
      // A member may not hand in logs.
      expect(trouble.filter((line) => !line.includes("403"))).toEqual([]);
    },
  );
});
