import type { Config } from "../../config/config.ts";
import { HttpError } from "../plugins/errors.ts";
import { SECRET_PARAMETER } from "./webhook-secret.ts";

/** Says which instance calls. */
const INSTANCE_PARAMETER = "instance";
/** How every receiver's path ends, below whatever base path. */
const RECEIVER_PATH = /\/api\/webhook\/[^/]+$/u;

/** All that services need to call us. */
export interface Reachable {
  /** See `ownUrl`. */
  readonly baseUrl: string;
  /** In clear. */
  readonly secret: string;
}

/** The settings without which services cannot call us. */
export function missingSettings(config: Config): readonly string[] {
  return [
    ...(config.webhookSecret === null ? ["SOFARR_WEBHOOK_SECRET"] : []),
    ...(config.baseUrl === null ? ["SOFARR_BASE_URL"] : []),
  ];
}

/** Where sofarr is reached, with its base path once, whether or not SOFARR_BASE_URL has it already; `null` = not told. */
export function ownUrl({ baseUrl, basePath }: Config): string | null {
  if (baseUrl === null) return null;
  return new URL(baseUrl).pathname.endsWith(basePath) ? baseUrl : baseUrl + basePath;
}

/** @throws HttpError 400 that names what is not set. */
export function reachable(config: Config): Reachable {
  const { webhookSecret } = config;
  const baseUrl = ownUrl(config);
  if (baseUrl === null || webhookSecret === null) {
    const missing = missingSettings(config).join(" and ");
    throw new HttpError(
      400,
      `Webhooks are not configured: ${missing} missing.`,
      "SOFARR_WEBHOOK_SECRET is the secret to be shared with the senders, SOFARR_BASE_URL the address at which they reach sofarr.",
    );
  }
  return { baseUrl, secret: webhookSecret.reveal() };
}

/** The address for one instance to call, without the secret. */
export function receiverUrl(baseUrl: string, kind: string, instanceId: string): string {
  const query = new URLSearchParams({ [INSTANCE_PARAMETER]: instanceId });
  return `${baseUrl}/api/webhook/${kind}?${query.toString()}`;
}

/** The same address with the secret in it, for senders that cannot set a header. */
export function withSecret(url: string, secret: string): string {
  const whole = new URL(url);
  whole.searchParams.set(SECRET_PARAMETER, secret);
  return whole.href;
}

/**
 * Whether an address leads to the same receiver.
 *
 * @returns `exactly` for the same instance, `roughly` when it names none.
 */
export function leadsTo(url: string | null, receiver: string): "exactly" | "roughly" | null {
  if (url === null || !URL.canParse(url)) return null;
  const [given, ours] = [new URL(url), new URL(receiver)];
  if (given.origin !== ours.origin || plainPath(given) !== plainPath(ours)) return null;
  const instanceId = given.searchParams.get(INSTANCE_PARAMETER);
  if (instanceId === null) return "roughly";
  return instanceId === ours.searchParams.get(INSTANCE_PARAMETER) ? "exactly" : null;
}

/**
 * Whether an address leads to a receiver like ours: of the same kind, for the same instance or for none. It may be ours from
 * before sofarr moved, or that of somebody else's sofarr.
 *
 * @returns whether on the same host (whatever the port and the base path) or on another; `null` when it is no such receiver.
 */
export function resembles(
  url: string | null,
  receiver: string,
): "on our host" | "on another host" | null {
  if (url === null || !URL.canParse(url)) return null;
  const [given, ours] = [new URL(url), new URL(receiver)];
  const [end] = RECEIVER_PATH.exec(plainPath(ours)) ?? [];
  if (end === undefined || !plainPath(given).endsWith(end)) return null;
  const instanceId = given.searchParams.get(INSTANCE_PARAMETER);
  const isForInstance = instanceId === ours.searchParams.get(INSTANCE_PARAMETER);
  if (instanceId !== null && !isForInstance) return null;
  return given.hostname === ours.hostname ? "on our host" : "on another host";
}

/** The secret in an address. */
export function secretIn(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  return new URL(url).searchParams.get(SECRET_PARAMETER);
}

/** Enough of an address to recognise it, without what may be secret. */
export function placeOf(url: string | null): string {
  return url !== null && URL.canParse(url) ? new URL(url).host : "somewhere else";
}

function plainPath({ pathname }: URL): string {
  return pathname.replace(/(?<!\/)\/+$/u, "");
}
