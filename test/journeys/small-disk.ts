import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const CHUNK_BYTES = 4096;

/** A real disk (in memory) of a few megabytes, to be filled up, or mounted for reading alone. Needs the right to mount. */
export class SmallDisk {
  readonly folder: string;
  readonly #filler: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.#filler = join(folder, "filler");
  }

  /** @throws with mount's words. */
  static mount(megabytes: number): SmallDisk {
    const folder = mkdtempSync(join(tmpdir(), "sofarr-disk-"));
    try {
      run("mount", "-t", "tmpfs", "-o", `size=${megabytes}m,mode=700`, "tmpfs", folder);
    } catch (error) {
      rmSync(folder, { recursive: true });
      throw error;
    }
    return new SmallDisk(folder);
  }

  /** Why there can be none on this machine; `null` when there can. */
  static whyNot(): string | null {
    try {
      SmallDisk.mount(1).unmount();
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : "unknown reason";
    }
  }

  /** Until not one more byte goes on it. */
  fill(): void {
    const file = openSync(this.#filler, "a");
    const chunk = Buffer.alloc(CHUNK_BYTES);
    try {
      for (;;) writeSync(file, chunk);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    } finally {
      closeSync(file);
    }
  }

  makeRoom(): void {
    rmSync(this.#filler, { force: true });
  }

  /** Not while somebody has a file on it open for writing. */
  remount(how: "ro" | "rw"): void {
    run("mount", "-o", `remount,${how}`, this.folder);
  }

  unmount(): void {
    run("umount", this.folder);
    rmSync(this.folder, { recursive: true });
  }
}

function run(command: string, ...args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command}: ${error?.message ?? stderr.trim()}`);
}
