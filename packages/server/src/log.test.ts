import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { createSecretMask } from "./http/present/mask-secrets.ts";
import { createLog, openDestination } from "./log.ts";
import { LogLines } from "./log-lines.ts";

function started(level: "info" | "debug" | "silent" = "info") {
  const written: string[] = [];
  const lines = new LogLines();
  const log = createLog(level, {
    out: { write: (line) => written.push(line) },
    lines,
    mask: createSecretMask(["s3cret-of-the-house"]),
  });
  return {
    log,
    written,
    entries: () => lines.after(0).map(({ text }) => JSON.parse(text) as object),
  };
}

describe("the log", () => {
  test("is written and kept: what was said, how bad it is, and when", () => {
    const { log, written, entries } = started();
    log.child({ instanceId: "sonarr-main" }).warn({ failures: 2 }, "upstream is away");
    expect(written).toHaveLength(1);
    expect(JSON.parse(written[0] ?? "")).toMatchObject({
      level: 40,
      instanceId: "sonarr-main",
      failures: 2,
      msg: "upstream is away",
    });
    expect(entries()).toEqual([
      {
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.+Z$/u) as string,
        level: "warn",
        message: "upstream is away",
        details: { instanceId: "sonarr-main", failures: 2 },
      },
    ]);
  });

  test("keeps what its level lets through, and nothing else", () => {
    const { log, written, entries } = started("debug");
    log.debug("a");
    log.trace("b");
    expect(written).toHaveLength(1);
    expect(entries()).toMatchObject([{ level: "debug", message: "a" }]);
    const silent = started("silent");
    silent.log.fatal("c");
    expect(silent.entries()).toEqual([]);
  });

  test("holds no secret, neither by the name of its field nor by itself in a text", () => {
    const { log, written, entries } = started();
    log.info({ apiKey: "k1", deep: { password: "k2" } }, 'asked "http://h/?token=k3" for it');
    log.error({ err: new Error("refused s3cret-of-the-house") }, "s3cret-of-the-house");
    log.info({ req: { method: "POST", url: "/api/webhook/sonarr?secret=k4" } }, "called");
    for (const text of [written.join(""), JSON.stringify(entries())]) {
      expect(text).not.toMatch(/k1|k2|k3|k4|s3cret/u);
      expect(text).toContain("/api/webhook/sonarr");
    }
    for (const line of written) expect(line).toMatch(/^\{.+\}\n$/u);
  });

  test("has one line for each, which steers no terminal and turns no text, and says the same", () => {
    const { log, written, entries } = started();
    const name = "a\r\nb\u001b[2Jc\u009b31md\u2028e\u2029f\u202egnp.exe\u2066g\u0085h\u200fi\ufeff";
    log.info({ user: name }, `"${name}" is here`);
    expect(written.join("").trimEnd()).toMatch(/^[\x20-\x7e]+$/u);
    expect(JSON.parse(written[0] ?? "")).toMatchObject({ user: name, msg: `"${name}" is here` });
    expect(entries()).toMatchObject([{ message: `"${name}" is here`, details: { user: name } }]);
  });

  test("keeps no endless line", () => {
    const { log, entries } = started();
    log.info({ body: "x".repeat(1_000_000) }, "y".repeat(1_000_000));
    expect(JSON.stringify(entries()).length).toBeLessThan(20_000);
  });
});

describe("a log that cannot be written", () => {
  test.skipIf(!existsSync("/dev/full"))("hinders nobody who logs, however often", () => {
    const full = openSync("/dev/full", "w");
    const log = createLog("info", { out: openDestination(full) });
    expect(() => {
      for (let line = 0; line < 100; line += 1) log.info({ line }, "x".repeat(50_000));
    }).not.toThrow();
    closeSync(full);
  });

  test("holds lines back, and writes them once it can", () => {
    const folder = mkdtempSync(join(tmpdir(), "sofarr-log-"));
    const path = join(folder, "later.log");
    // A descriptor that may only be read refuses what is written, until it is one that takes it.
    writeFileSync(path, "");
    const descriptor = openSync(path, "r");
    const log = createLog("info", { out: openDestination(descriptor) });
    log.info("first");
    log.info("second");
    closeSync(descriptor);
    const again = openSync(path, "a");
    expect(again).toBe(descriptor);
    log.info("third");
    const said = readFileSync(path, "utf8").trim().split("\n");
    expect(said.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
      "first",
      "second",
      "third",
    ]);
    closeSync(again);
    rmSync(folder, { recursive: true });
  });
});
