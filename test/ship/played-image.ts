import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Program } from "../journeys/child-server.ts";
import { copyOf, environmentOf, execForm, lastOf, type Stage } from "./dockerfile.ts";
import { ROOT } from "./root.ts";

const STAGE_LIMIT_MS = 200_000;
/** Where programs are found in the stages; this Node.js comes first. */
const PATH = "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * Plays a Dockerfile without a container engine. What Linux has of its own does the work: every stage is a folder laid
 * over this machine's system (overlayfs), in which `RUN` is run by chroot. The base image is thereby this machine, with
 * the Node.js that runs us: what is shown is what the instructions do, not what is in that image.
 */
export class PlayedImage {
  readonly #stages: readonly Stage[];
  readonly #folder: string;
  /** Keeps the mounts, which nobody else sees, until it ends. */
  readonly #holder: ChildProcess;

  private constructor(stages: readonly Stage[], folder: string, holder: ChildProcess) {
    this.#stages = stages;
    this.#folder = folder;
    this.#holder = holder;
  }

  /** @returns why it cannot be played here, in words; `null` when it can. */
  static obstacle(): string | null {
    const folder = mkdtempSync(join(tmpdir(), "sofarr-overlay-"));
    const script = `mount -t tmpfs tmpfs ${folder} && mkdir ${folder}/u ${folder}/w ${folder}/m && ${overlay(folder, "u", "w", "m")}`;
    const { status, stderr } = spawnSync(
      "unshare",
      ["--mount", "--pid", "--fork", "--propagation=private", "sh", "-c", script],
      { encoding: "utf8" },
    );
    rmSync(folder, { recursive: true });
    return status === 0
      ? null
      : `no file systems can be laid over another here (${stderr?.trim() ?? "no unshare"})`;
  }

  /**
   * Builds every stage.
   *
   * @param isWhole whether the build stage also installs its packages anew; else it is lent ours, which is quicker.
   */
  static async build(stages: readonly Stage[], isWhole: boolean): Promise<PlayedImage> {
    const folder = mkdtempSync(join(tmpdir(), "sofarr-image-"));
    const holder = spawn("unshare", ["--mount", "--propagation=private", "sleep", "infinity"], {
      stdio: "ignore",
    });
    await once(holder, "spawn");
    const image = new PlayedImage(stages, folder, holder);
    try {
      await image.#begin();
      for (const [at, stage] of stages.entries()) image.#play(stage, at, isWhole);
    } catch (error) {
      await image.remove();
      throw error;
    }
    return image;
  }

  /** What a shell in the image's file system says, as root. @throws when it fails. */
  ask(script: string): string {
    return this.#sh(`chroot ${this.#rootOf(this.#stages.length - 1)} sh -c '${script}'`);
  }

  /** Its entry point in a container, see `inside`. */
  program(...args: string[]): Program {
    return this.inside(...execForm(lastOf(this.#image, "ENTRYPOINT")), ...args);
  }

  /** Its own health check in a container. */
  healthCheck(): Program {
    return this.inside(...execForm(lastOf(this.#image, "HEALTHCHECK").replace(/^.* CMD /u, "")));
  }

  /**
   * Any command as a hardened container runs it: as process 1, as the image's user without capabilities or a way to get
   * some, on a root that cannot be written to, with the volume at /data and a small /tmp.
   */
  inside(...command: string[]): Program {
    const root = this.#rootOf(this.#stages.length - 1);
    const [uid = "", gid = ""] = lastOf(this.#image, "USER").split(":");
    const script = `set -e
      mount --rbind ${root} ${root}
      mount -t proc proc ${root}/proc
      mount -t tmpfs -o size=16m,noexec,nosuid,nodev tmpfs ${root}/tmp
      mount --bind ${this.#folder}/volume ${root}/data
      mount -o remount,ro,bind ${root}
      exec chroot ${root} setpriv --reuid=${uid} --regid=${gid} --clear-groups --no-new-privs --bounding-set=-all \\
        sh -c 'cd ${lastOf(this.#image, "WORKDIR")} && exec "$@"' sh "$@"`;
    const contained = ["unshare", "--mount", "--pid", "--fork", "--propagation=private"];
    const shell = ["sh", "-c", script, "sh"];
    return { command: ["nsenter", this.#namespace, "--", ...contained, ...shell, ...command] };
  }

  /** What the image sets, on top of which settings come. */
  get environment(): Readonly<Record<string, string>> {
    return { PATH, ...environmentOf(this.#image) };
  }

  async remove(): Promise<void> {
    const ended = once(this.#holder, "exit");
    this.#holder.kill("SIGKILL");
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #image(): Stage {
    const image = this.#stages.at(-1);
    if (image === undefined) throw new Error("a Dockerfile without stages");
    return image;
  }

  async #begin(): Promise<void> {
    // The holder has its own mounts once it is the program that was asked for.
    const ours = readlinkSync("/proc/self/ns/mnt");
    while (readlinkSync(`/proc/${this.#holder.pid}/ns/mnt`) === ours) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.#sh(`mount -t tmpfs -o size=3g tmpfs ${this.#folder}`);
  }

  #play(stage: Stage, at: number, isWhole: boolean): void {
    const root = this.#rootOf(at);
    const node = "/usr/local/bin/node";
    this.#sh(`cd ${this.#folder} && mkdir up${at} work${at} root${at}
      ${overlay(".", `up${at}`, `work${at}`, `root${at}`)}
      mkdir -p ${root}/dev ${root}/proc ${root}/usr/local/bin && mount --bind /dev ${root}/dev && mount --bind /proc ${root}/proc
      rm -f ${root}${node} && : > ${root}${node} && mount --bind ${process.execPath} ${root}${node}`);
    let folder = "/";
    let user = "0:0";
    for (const { keyword, words } of stage.instructions) {
      if (keyword === "WORKDIR") {
        folder = words;
        this.#sh(`mkdir -p ${root}${folder}`);
      } else if (keyword === "USER") user = words;
      else if (keyword === "COPY") this.#copy(copyOf(words), root, folder);
      else if (keyword === "RUN") {
        const isLent = !isWhole && words.startsWith("npm ci");
        const modules = `${root}${folder}/node_modules`;
        if (isLent) this.#sh(`mkdir ${modules} && mount --bind ${ROOT}/node_modules ${modules}`);
        else this.#sh(`chroot --userspec=${user} ${root} sh -c 'cd ${folder} && ${words}'`);
      }
    }
    if (at < this.#stages.length - 1) return;
    const volume = `${this.#folder}/volume`;
    // As an engine makes a new volume: with the owner and the rights of the folder it is laid upon.
    this.#sh(
      `mkdir ${volume} && chown --reference=${root}/data ${volume} && chmod --reference=${root}/data ${volume}`,
    );
  }

  #copy({ from, sources, target }: ReturnType<typeof copyOf>, root: string, folder: string): void {
    const stage = this.#stages.findIndex(({ name }) => name === from);
    const origin = from === null ? ROOT : this.#rootOf(stage);
    const to = join(root, folder, target);
    // To a folder that ends with a slash, or for several: into it. Of a folder: what is in it.
    this.#sh(`mkdir -p ${target.endsWith("/") ? to : join(to, "..")}`);
    for (const source of sources) {
      const path = join(origin, source);
      const exclude = from === null ? "--exclude=node_modules --exclude=dist" : "";
      this.#sh(`if [ -d ${path} ]; then mkdir -p ${to} && tar -C ${path} -c ${exclude} . | tar -C ${to} -x
        else cp ${path} ${to}; fi`);
    }
  }

  #rootOf(at: number): string {
    return `${this.#folder}/root${at}`;
  }

  /** How nsenter is told where the mounts are. */
  get #namespace(): string {
    return `--mount=/proc/${this.#holder.pid}/ns/mnt`;
  }

  #sh(script: string): string {
    const args = [this.#namespace, "--", "sh", "-e", "-c", script];
    const { status, stdout, stderr } = spawnSync("nsenter", args, {
      encoding: "utf8",
      env: { ...process.env, PATH, NODE_ENV: "" },
      timeout: STAGE_LIMIT_MS,
    });
    if (status !== 0) throw new Error(`${script}\nended with ${status}:\n${stdout}${stderr}`);
    return stdout;
  }
}

/** Mounts `up` over this machine's system at `root`; `work` is the kernel's. */
function overlay(folder: string, up: string, work: string, root: string): string {
  return `(cd ${folder} && mount -t overlay overlay -o lowerdir=/,upperdir=${up},workdir=${work} ${root})`;
}
