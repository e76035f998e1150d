import { beforeEach, describe, expect, test } from "vitest";

import { LogLines } from "../log-lines.ts";
import type { Frame } from "./frame.ts";
import { LogStream } from "./log-stream.ts";
import type { SseSink } from "./sse.ts";

/** A reader in hand: what it was written, and whether it takes it. */
class FakeSink implements SseSink {
  written = "";
  isBehind = false;
  isEnded = false;
  #caughtUp: (() => void)[] = [];
  #closed: (() => void)[] = [];

  write(frame: Frame): void {
    this.written += frame.bytes.toString();
  }
  onCaughtUp(call: () => void): void {
    this.#caughtUp.push(call);
  }
  onClose(call: () => void): void {
    this.#closed.push(call);
  }
  end(): void {
    this.isEnded = true;
  }

  catchUp(): void {
    this.isBehind = false;
    for (const call of this.#caughtUp.splice(0)) call();
  }
  close(): void {
    for (const call of this.#closed.splice(0)) call();
  }
  get texts(): string[] {
    return [...this.written.matchAll(/^data: (.*)$/gmu)].map(([, text]) => text ?? "");
  }
  get ids(): string[] {
    return [...this.written.matchAll(/^id: (.*)$/gmu)].map(([, id]) => id ?? "");
  }
}

let lines: LogLines;
let stream: LogStream;
let sink: FakeSink;

beforeEach(() => {
  lines = new LogLines();
  stream = new LogStream(lines);
  stream.start();
  sink = new FakeSink();
});

describe("a log that is followed", () => {
  test("gives what is kept, then every new line, with ids of their own", () => {
    lines.add("a");
    lines.add("b");
    stream.open(sink, null);
    expect(sink.texts).toEqual(["a", "b"]);
    lines.add("c");
    expect(sink.texts).toEqual(["a", "b", "c"]);
    expect(new Set(sink.ids).size).toBe(3);
  });

  test("says something at once, also while there is no line", () => {
    stream.open(sink, null);
    expect(sink.written).toBe(": open\n\n");
    expect(sink.texts).toEqual([]);
  });

  test("goes on after the last id that was seen, and anew after one of another process", () => {
    for (const text of ["a", "b", "c"]) lines.add(text);
    stream.open(sink, null);
    const again = new FakeSink();
    stream.open(again, sink.ids[1] ?? "");
    expect(again.texts).toEqual(["c"]);
    for (const strange of ["0000-2", "", "2", `${sink.ids[1]}x`]) {
      const anew = new FakeSink();
      stream.open(anew, strange);
      expect(anew.texts).toEqual(["a", "b", "c"]);
    }
  });

  test("writes nothing to a reader who is behind, then what is still kept, and says what was lost", () => {
    stream.open(sink, null);
    sink.isBehind = true;
    for (let n = 1; n <= 1200; n += 1) lines.add(`line ${n}`);
    expect(sink.texts).toEqual([]);
    sink.catchUp();
    expect(sink.texts).toHaveLength(1001);
    expect(sink.texts.slice(0, 2)).toEqual(['{"lost":200}', "line 201"]);
    expect(sink.written).toContain("event: skipped\n");
    lines.add("the next");
    expect(sink.texts.at(-1)).toBe("the next");
  });

  test("forgets a reader who left, also one who was behind", () => {
    stream.open(sink, null);
    expect(stream.readerCount).toBe(1);
    sink.isBehind = true;
    lines.add("a");
    sink.close();
    expect(stream.readerCount).toBe(0);
    sink.catchUp();
    lines.add("b");
    expect(sink.texts).toEqual([]);
    expect(sink.isEnded).toBe(true);
  });

  test("ends for everybody when it stops", () => {
    const other = new FakeSink();
    const close = stream.open(sink, null);
    stream.open(other, null);
    close();
    expect([sink.isEnded, other.isEnded]).toEqual([true, false]);
    stream.stop();
    expect(other.isEnded).toBe(true);
    lines.add("too late");
    expect(other.texts).toEqual([]);
  });

  test("ends with the server, also for whoever comes while it stops", () => {
    stream.open(sink, null);
    stream.stop();
    sink.close();
    const late = new FakeSink();
    stream.open(late, null);
    expect([sink.isEnded, late.isEnded]).toEqual([true, true]);
    expect(stream.readerCount).toBe(0);
  });
});
