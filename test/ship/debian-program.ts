import { spawnSync } from "node:child_process";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** A program, or in words why there is none. */
export type Found =
  | { readonly path: string; readonly obstacle: null }
  | { readonly path: null; readonly obstacle: string };

const APT_LIMIT_MS = 120_000;
/** Where packages stay unpacked for the next run. */
const KEPT = join(tmpdir(), "sofarr-debian");

/**
 * Finds a program: installed, or else in its Debian package, which is downloaded and unpacked beside the system; nothing is
 * installed. Its libraries have to be here.
 *
 * @param place of the program in the package, e.g. `usr/sbin/nginx`.
 */
export function findDebianProgram(packageName: string, place: string): Found {
  const name = place.split("/").at(-1) ?? "";
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/usr/bin"];
  const unpacked = join(KEPT, packageName);
  const places = [...folders.map((folder) => join(folder, name)), join(unpacked, place)];
  const here = places.find(canRun);
  if (here !== undefined) return { path: here, obstacle: null };

  mkdirSync(KEPT, { recursive: true });
  const folder = mkdtempSync(join(KEPT, "fetch-"));
  try {
    if (!download(packageName, folder)) {
      return { path: null, obstacle: `${name} is not here, and its package cannot be had by apt` };
    }
    const file = readdirSync(folder).find((one) => one.endsWith(".deb")) ?? "";
    spawnSync("dpkg-deb", ["--extract", join(folder, file), join(folder, "tree")]);
    rmSync(unpacked, { recursive: true, force: true });
    renameSync(join(folder, "tree"), unpacked);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const path = join(unpacked, place);
  return canRun(path)
    ? { path, obstacle: null }
    : { path: null, obstacle: `${name} is not in its package, or its libraries are not here` };
}

function download(packageName: string, folder: string): boolean {
  const apt = (...args: string[]): boolean =>
    spawnSync("apt-get", args, { cwd: folder, stdio: "ignore", timeout: APT_LIMIT_MS }).status ===
    0;
  // On a fresh machine the lists of packages are still missing.
  return apt("download", packageName) || (apt("update") && apt("download", packageName));
}

/** Whether it is a program whose libraries are all here. */
function canRun(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return false;
  }
  return !spawnSync("ldd", [path], { encoding: "utf8" }).stdout?.includes("not found");
}
