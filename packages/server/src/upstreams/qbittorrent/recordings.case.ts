import { readFileSync } from "node:fs";

/** The releases whose answers were recorded, see README.md. */
export const RECORDED_VERSIONS = ["4.5.2", "5.3.0"] as const;

export type RecordedVersion = (typeof RECORDED_VERSIONS)[number];

/** A recorded or expected text, as it is in `fixtures/<version>/`. */
export function readRecording(version: RecordedVersion, name: string): string {
  return readFileSync(new URL(`fixtures/${version}/${name}`, import.meta.url), "utf8");
}

export function readJsonRecording(version: RecordedVersion, name: string): unknown {
  return JSON.parse(readRecording(version, name));
}

/** A recorded HTTP answer: a status line, headers, and after an empty line or two the body. */
export function readHttpRecording(
  version: RecordedVersion,
  name: string,
): { status: number; body: string } {
  const text = readRecording(version, name);
  const status = Number(/^HTTP (\d+)/.exec(text)?.[1]);
  return { status, body: text.slice(text.indexOf("\n\n")).trim() };
}
