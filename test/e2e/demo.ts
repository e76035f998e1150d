import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { Place } from "./visitor.ts";

/** `npm run demo`, as a new user starts it. */
export interface Demo extends Place {
  readonly logins: readonly {
    readonly name: string;
    readonly password: string;
    readonly role: string;
  }[];
  stop(): Promise<void>;
}

/** It builds everything first. */
const STARTED_WITHIN_MS = 110_000;

/** Starts the demo and reads from its own words where it runs and who lives there. */
export async function startDemo(): Promise<Demo> {
  const script = fileURLToPath(new URL("../../scripts/demo.ts", import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  const text = await outputUntil(child, "Stop with");
  const address = /http:\/\/\S+/u.exec(text)?.[0] ?? "";
  const logins = [...text.matchAll(/^\s+(\S.*?)\s+password: (\S+)\s+\((\w+)\)$/gmu)].map(
    ([, name = "", password = "", role = ""]) => ({ name, password, role }),
  );
  return {
    address,
    logins,
    stop: async () => {
      const isOver = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await isOver;
    },
  };
}

function outputUntil(child: ChildProcess, words: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(() => {
      reject(new Error(`the demo did not start; it said: ${text}`));
    }, STARTED_WITHIN_MS);
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes(words)) return;
      clearTimeout(timer);
      resolve(text);
    });
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`the demo ended with ${code}; it said: ${text}`));
    });
  });
}
