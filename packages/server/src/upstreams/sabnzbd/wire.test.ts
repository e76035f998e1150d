import { describe, expect, test } from "vitest";

import { parseAuth, parseHistory, parseLogicalError, parseQueue, parseVersion } from "./wire.ts";

const queueOf = (slots: unknown, head: object = {}): unknown => ({ queue: { ...head, slots } });

describe("the queue", () => {
  test.each([
    ["text", "surprise"],
    ["nothing", null],
    ["an empty object", {}],
    ["a list where the queue should be", { queue: [] }],
    ["no slots", { queue: {} }],
    ["slots that are no list", queueOf({ 0: {} })],
  ])("%s is not a queue", (_name, answer) => {
    expect(parseQueue(answer)).toBeNull();
  });

  test("rows without an id are skipped, the others stay", () => {
    const queue = parseQueue(
      queueOf([{ filename: "no id" }, null, "row", { nzo_id: "" }, { nzo_id: "a" }]),
    );
    expect(queue?.slots.map((slot) => slot.nzoId)).toEqual(["a"]);
  });

  test("numbers may be text or numbers, and nonsense is not a number", () => {
    const queue = parseQueue(
      queueOf(
        [
          { nzo_id: "text", mb: "24.72", mbleft: " 22.50 ", time_added: "1795426968" },
          { nzo_id: "number", mb: 24.72, mbleft: 22.5, time_added: 1795426968 },
          { nzo_id: "nonsense", mb: "lots", mbleft: "", mbmissing: null, time_added: "1e400" },
        ],
        { kbpersec: "16.00" },
      ),
    );
    expect(queue?.kbpersec).toBe(16);
    expect(queue?.slots.slice(0, 2)).toMatchObject([
      { mb: 24.72, mbleft: 22.5, timeAdded: 1795426968 },
      { mb: 24.72, mbleft: 22.5, timeAdded: 1795426968 },
    ]);
    expect(queue?.slots[2]).toMatchObject({ mb: 0, mbleft: 0, mbmissing: 0, timeAdded: null });
  });

  test("a priority may be a number", () => {
    expect(parseQueue(queueOf([{ nzo_id: "a", priority: 2 }]))?.slots[0]?.priority).toBe("2");
  });

  test("the password that old releases append to the name is cut off, and nothing keeps it", () => {
    const queue = parseQueue(
      queueOf([{ nzo_id: "a", filename: "Some.Release / hunter2", password: "hunter2" }]),
    );
    expect(queue?.slots[0]?.filename).toBe("Some.Release");
    expect(JSON.stringify(queue)).not.toContain("hunter2");
  });
});

describe("the history", () => {
  test.each([
    ["text", "surprise"],
    ["history true", { history: true }],
    ["no slots", { history: {} }],
  ])("%s is not a history", (_name, answer) => {
    expect(parseHistory(answer)).toBeNull();
  });

  test("`false` means unchanged", () => {
    expect(parseHistory({ history: false })).toBe("unchanged");
  });

  test("links, passwords and incomplete folders are not even read", () => {
    const history = parseHistory({
      history: {
        last_history_update: 7,
        slots: [
          {
            nzo_id: "a",
            url: "https://indexer.invalid/get?apikey=hunter2",
            password: "hunter2",
            path: "/hunter2",
            script_line: "hunter2",
            action_line: "hunter2",
          },
        ],
      },
    });
    expect(history).toMatchObject({ lastUpdate: 7, slots: [{ nzoId: "a" }] });
    expect(JSON.stringify(history)).not.toContain("hunter2");
  });
});

test("version and auth are single words", () => {
  expect(parseVersion({ version: "4.5.5" })).toBe("4.5.5");
  expect(parseVersion([])).toBeNull();
  expect(parseAuth({ auth: "nzbkey" })).toBe("nzbkey");
  expect(parseAuth("apikey")).toBeNull();
});

test("a logical error has words, and a status object is no error", () => {
  expect(parseLogicalError({ status: false, error: "not implemented" })).toBe("not implemented");
  expect(parseLogicalError({ status: false })).toBe("");
  expect(parseLogicalError({ status: { uptime: "1m" } })).toBeNull();
  expect(parseLogicalError({ status: true })).toBeNull();
});
