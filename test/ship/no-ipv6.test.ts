import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

import { AS_SHIPPED, ChildServer } from "../journeys/child-server.ts";

/** Many a host of containers is started with `ipv6.disable=1`. */
test("on a machine without IPv6 it listens on all addresses that there are", async (context) => {
  const without = ["python3", join(import.meta.dirname, "no-ipv6.py")] as const;
  const { status } = spawnSync(without[0], [without[1], "true"]);
  if (status !== 0) context.skip("nobody here can be forbidden IPv6");
  const folder = mkdtempSync(join(tmpdir(), "sofarr-no-ipv6-"));
  const on = (host: string) => ({
    ...AS_SHIPPED,
    command: ["env", `HOST=${host}`, ...without, ...AS_SHIPPED.command] as const,
  });
  const settings = { PATH: process.env["PATH"] ?? "", DATA_DIR: folder };
  try {
    const server = await ChildServer.start(settings, on("::"));
    expect(await server.end("SIGTERM")).toMatchObject({ code: 0 });
    // Whoever wants an address that there cannot be is told so.
    expect(await ChildServer.runToEnd(settings, on("::1"))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("EAFNOSUPPORT") as string,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
