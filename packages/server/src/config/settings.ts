import ipaddr from "ipaddr.js";

import { LOG_LEVELS, type Findings, type LogLevel } from "./config.ts";
import { Secret } from "./secret.ts";
import type { RawSettings } from "./sources.ts";

const OFF_WORDS = ["0", "off", "false", "disabled"];
const SHORTEST_POLL_INTERVAL_MS = 100;
const LONGEST_POLL_INTERVAL_MS = 3_600_000;
const SHORTEST_SECRET = 8;
/** Schemes with a usual port. */
const HTTP: readonly string[] = ["http:", "https:"];
const TOO_SHORT = "It is too short to be a secret.";
const NOT_FOR_HEADERS = "It has a character in it that nobody can send in a header.";
const ASCII_ALONE = "Use letters and digits of ASCII alone.";
const LARGEST_PORT = 65_535;

/** Reads single settings: each gives its value, or the default after noting what is wrong. */
export class SettingReader {
  readonly #settings: RawSettings;
  readonly #found: Findings;

  constructor(settings: RawSettings, found: Findings) {
    this.#settings = settings;
    this.#found = found;
  }

  text(name: string): string | null {
    const raw = this.#settings.get(name);
    if (raw === null) return null;
    if (
      typeof raw.value === "string" ||
      typeof raw.value === "number" ||
      typeof raw.value === "boolean"
    ) {
      return String(raw.value);
    }
    return this.#wrong(raw.variable, "It is not text.", "Give a single value.");
  }

  /** A name or address to listen on, an IPv6 one with or without brackets; without them here, as sockets take it. */
  host(name: string, fallback: string): string {
    return withoutBrackets(this.text(name) ?? fallback);
  }

  /** A secret that sofarr can make for itself: one that is too short is said, and is none. */
  ownSecret(name: string): Secret | null {
    return this.#longEnough(name, () =>
      this.#odd(
        name,
        `${TOO_SHORT} One that sofarr makes and keeps is used instead.`,
        `Remove it, or use at least ${SHORTEST_SECRET} random characters.`,
      ),
    );
  }

  /** A secret that others send in a header, and in nothing else. */
  headerSecret(name: string): Secret | null {
    const secret = this.#secret(name);
    return secret === null || fitsHeader(secret.reveal())
      ? secret
      : this.#wrong(name, NOT_FOR_HEADERS, ASCII_ALONE);
  }

  /** A secret that others send in a header or in an address, where it may have any character. */
  webhookSecret(name: string): Secret | null {
    const secret = this.#secret(name);
    if (secret !== null && !fitsHeader(secret.reveal())) {
      this.#odd(name, NOT_FOR_HEADERS, ASCII_ALONE);
    }
    return secret;
  }

  port(name: string, fallback: number): number {
    return this.#wholeNumber(name, 0, LARGEST_PORT, "a port from 0 to 65535") ?? fallback;
  }

  minutes(name: string, fallbackMs: number): number {
    const minutes = this.#wholeNumber(name, 1, 1440, "whole minutes from 1 to 1440");
    return minutes === null ? fallbackMs : minutes * 60_000;
  }

  /** Milliseconds, the nearest there may be; or `null` for any of the words that switch polling off. */
  pollInterval(name: string, fallback: number): number | null {
    const text = this.text(name);
    if (text === null) return fallback;
    if (OFF_WORDS.includes(text.toLowerCase())) return null;
    const wanted = this.#wholeNumber(name, 1, Infinity, "a number of milliseconds, or off");
    if (wanted === null) return fallback;
    const used = Math.min(Math.max(wanted, SHORTEST_POLL_INTERVAL_MS), LONGEST_POLL_INTERVAL_MS);
    if (used !== wanted) {
      const range = `${SHORTEST_POLL_INTERVAL_MS} to ${LONGEST_POLL_INTERVAL_MS}`;
      this.#odd(
        name,
        `It is too ${wanted < used ? "short" : "long"}, so ${used} is used.`,
        `Use ${range} milliseconds, best around 5000, or off.`,
      );
    }
    return used;
  }

  flag(name: string, fallback: boolean): boolean {
    const text = this.text(name)?.toLowerCase();
    if (text === undefined) return fallback;
    if (["true", "1", "on", "yes"].includes(text)) return true;
    if (["false", "0", "off", "no"].includes(text)) return false;
    return this.#wrong(name, `"${text}" is neither yes nor no.`, "Use true or false.") ?? fallback;
  }

  logLevel(name: string): LogLevel {
    const text = this.text(name)?.toLowerCase() ?? "info";
    const level = LOG_LEVELS.find((one) => one === text);
    return (
      level ??
      this.#wrong(name, `"${text}" is no log level.`, `Use one of ${LOG_LEVELS.join(", ")}.`) ??
      "info"
    );
  }

  /** http or https, without a trailing slash; `null` when not given or wrong. */
  url(name: string, schemes: readonly string[] = HTTP): string | null {
    const text = this.text(name);
    if (text === null) return null;
    const url = normaliseUrl(text, schemes);
    return url.ok ? url.value : this.#wrong(name, url.problem, url.remedy);
  }

  /** A mail address, with or without `mailto:`, or an https address; as a URI. */
  contact(name: string): string | null {
    const text = this.text(name);
    if (text === null) return null;
    const address = /^(?:mailto:)?([^\s@:/<>]+@[^\s@:/<>]+)$/iu.exec(text)?.[1];
    if (address !== undefined) return `mailto:${address}`;
    if (URL.canParse(text) && new URL(text).protocol === "https:") return new URL(text).href;
    return this.#wrong(
      name,
      "It is neither a mail address nor an https address.",
      "Use for example admin@example.org.",
    );
  }

  /** `/sofarr` for any of `sofarr`, `/sofarr`, `/sofarr/`; empty for the root. */
  basePath(name: string): string {
    const text = this.text(name)?.replaceAll(/^\/+|\/+$/gu, "") ?? "";
    if (text === "") return "";
    if (
      /^[\w.~-]+(?:\/[\w.~-]+)*$/u.test(text) &&
      !text.split("/").some((part) => /^\.+$/u.test(part))
    ) {
      return `/${text}`;
    }
    return this.#wrong(name, "It is not a path.", "Use something like /sofarr.") ?? "";
  }

  /** Yes, no, a number of proxies, or a comma separated list of addresses and subnets. */
  trustProxy(name: string): boolean | number | readonly string[] {
    const text = this.text(name)?.toLowerCase() ?? "false";
    if (["false", "off", "no", "0"].includes(text)) return false;
    if (["true", "on", "yes"].includes(text)) return true;
    if (/^\d{1,2}$/u.test(text)) return Number(text);
    const named = ["loopback", "linklocal", "uniquelocal"];
    const parts = text.split(",").map((part) => withoutBrackets(part.trim()));
    if (parts.every((part) => named.includes(part) || isSubnet(part))) return parts;
    return (
      this.#wrong(
        name,
        "It is neither true, false, a number of proxies nor a list of addresses.",
        "Use for example 1, or 10.0.0.2,172.16.0.0/12.",
      ) ?? false
    );
  }

  subnets(name: string): readonly string[] {
    const parts = (this.text(name) ?? "")
      .split(",")
      .map((part) => withoutBrackets(part.trim()))
      .filter((part) => part !== "");
    const wrong = parts.filter((part) => !isSubnet(part));
    for (const part of wrong) {
      this.#wrong(
        name,
        `"${part}" is neither an address nor a subnet.`,
        "Use for example 192.168.1.0/24,fd00::/8.",
      );
    }
    return parts.filter((part) => isSubnet(part));
  }

  /** A JSON object (or YAML map) of user name to one or several labels. */
  userTags(name: string): ReadonlyMap<string, readonly string[]> {
    const raw = this.#settings.get(name);
    const tags = new Map<string, readonly string[]>();
    if (raw === null) return tags;
    const remedy = 'Use a JSON object like {"Alice":["alice","kids"]}.';
    const value = typeof raw.value === "string" ? parseJson(raw.value) : raw.value;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.#wrong(raw.variable, "It is not a JSON object.", remedy);
      return tags;
    }
    for (const [user, labels] of Object.entries(value)) {
      const list: unknown[] = Array.isArray(labels) ? labels : [labels];
      if (list.every((label) => typeof label === "string" && label.trim() !== ""))
        tags.set(user, list as string[]);
      else this.#wrong(raw.variable, `The labels of "${user}" are not a list of texts.`, remedy);
    }
    return tags;
  }

  #wholeNumber(name: string, least: number, most: number, wanted: string): number | null {
    const text = this.text(name);
    if (text === null) return null;
    const value = /^\d+$/u.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    return this.#wrong(name, `"${text}" is not ${wanted}.`, `Use ${wanted}.`);
  }

  #secret(name: string): Secret | null {
    return this.#longEnough(name, () =>
      this.#wrong(name, TOO_SHORT, `Use at least ${SHORTEST_SECRET} random characters.`),
    );
  }

  #longEnough(name: string, otherwise: () => null): Secret | null {
    const text = this.text(name);
    if (text === null) return null;
    return text.length >= SHORTEST_SECRET ? new Secret(text) : otherwise();
  }

  #wrong(variable: string, problem: string, remedy: string): null {
    this.#found.problems.push({ variable, problem, remedy });
    return null;
  }

  /** As `#wrong`, but nothing to stop for. */
  #odd(variable: string, problem: string, remedy: string): null {
    this.#found.warnings.push({ variable, problem, remedy });
    return null;
  }
}

type Checked =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly problem: string; readonly remedy: string };

/** Checks a URL and cuts trailing slashes; credentials inside it are refused, since URLs end up in logs. */
export function normaliseUrl(text: string, schemes: readonly string[]): Checked {
  const remedy = `Use a full address like ${schemes.includes("http:") ? "http://host:port" : `${schemes[0] ?? "http:"}//host:port`}.`;
  if (!URL.canParse(text)) return { ok: false, problem: "It is not a URL.", remedy };
  const url = new URL(text);
  if (!schemes.includes(url.protocol)) {
    return { ok: false, problem: `Its scheme ${url.protocol}// does not fit here.`, remedy };
  }
  if (url.username !== "" || url.password !== "") {
    return {
      ok: false,
      problem: "It has a user name or password in it.",
      remedy: "Give them in their own settings.",
    };
  }
  if (url.search !== "" || url.hash !== "") {
    return {
      ok: false,
      problem: "It has a query or fragment.",
      remedy: "Give only scheme, host, port and path.",
    };
  }
  const value = url.href.replace(/\/+$/u, "");
  return HTTP.includes(url.protocol) || namesSocket(url)
    ? { ok: true, value }
    : {
        ok: false,
        problem: "It has neither a port nor the path of a socket file.",
        remedy: `Use ${url.protocol}//host:port or ${url.protocol}///path/to/file.sock.`,
      };
}

/** Whether it says all that is needed to connect where there is no usual port: a port, or a socket file. */
function namesSocket({ hostname, port, pathname }: URL): boolean {
  if (hostname !== "") return port !== "";
  // What cannot be decoded is no path: a file with a % in its name has %25 in its address.
  return pathname.length > 1 && /^(?:[^%]|%[\da-f]{2})*$/iu.test(pathname);
}

/** Whether a text can be the value of a header: printable ASCII. */
export function fitsHeader(text: string): boolean {
  return /^[\x20-\x7e]*$/u.test(text);
}

/** @returns the value, or `undefined` when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `::1` for `[::1]`, `fd00::/8` for `[fd00::]/8`: how an IPv6 literal stands in a URL. */
function withoutBrackets(text: string): string {
  return text.replace(/^\[([^\]]*)\](\/\d+)?$/u, "$1$2");
}

function isSubnet(text: string): boolean {
  const [address = ""] = text.split("/");
  // `10/8` is read as 0.0.0.10/8 by what reads addresses, which is never meant.
  if (!address.includes(":") && !ipaddr.IPv4.isValidFourPartDecimal(address)) return false;
  return ipaddr.isValid(text) || ipaddr.isValidCIDR(text);
}
