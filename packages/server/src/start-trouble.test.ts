import { createServer } from "node:net";
import { expect, test } from "vitest";

import { StoreTrouble } from "./store/store-trouble.ts";
import { startTrouble } from "./start-trouble.ts";

const WANTED = { host: "192.0.2.1", port: 3001 };

test.each([
  ["EADDRINUSE", /port 3001.*Set PORT/u],
  ["EADDRNOTAVAIL", /address 192\.0\.2\.1.*Set HOST/u],
  ["EACCES", /port 3001.*Set PORT/u],
])("%s of the port says which setting to change", (code, words) => {
  const error = Object.assign(new Error("listen"), { code, syscall: "listen" });
  expect(startTrouble(error, WANTED)).toMatch(words);
});

test("a real address that this machine does not have is told as such", async () => {
  const server = createServer();
  const error = await new Promise((resolve) => {
    server.once("error", resolve).listen(0, WANTED.host);
  });
  expect(startTrouble(error, WANTED)).toMatch(/does not have the address/u);
});

test("a data folder that can be none is told with what to change", () => {
  const error = new StoreTrouble("no-folder", "A file is in the way.", "Set DATA_DIR.", null);
  expect(startTrouble(error, WANTED)).toBe("A file is in the way. Set DATA_DIR.");
});

test("other errors speak for themselves, also those of files", () => {
  const error = Object.assign(new Error("the folder is not ours"), { code: "EACCES" });
  expect(startTrouble(error, WANTED)).toBe("the folder is not ours");
  expect(startTrouble("boom", WANTED)).toMatch(/not known/u);
});
