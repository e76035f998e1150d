import type { SeenRequest } from "../simulator-server.ts";
import type { MediaServerFeatures } from "./media-server-version.ts";

/** What a client says of itself; "" for every part that is missing. */
export interface ClientIdentity {
  readonly client: string;
  readonly device: string;
  readonly deviceId: string;
  readonly version: string;
}

/** The parts a sign-in cannot do without. */
export function isComplete(identity: ClientIdentity): boolean {
  return Object.values(identity).every((part) => part !== "");
}

/** Reads the client header in the places and schemes this version looks at. */
export function readIdentity(features: MediaServerFeatures, request: SeenRequest): ClientIdentity {
  const parts = readParts(features, request);
  const part = (name: string): string => parts.get(name) ?? "";
  return {
    client: part("client"),
    device: part("device"),
    deviceId: part("deviceid"),
    version: part("version"),
  };
}

/** The token where this version looks for one; `null` when there is none it can see. */
export function readToken(features: MediaServerFeatures, request: SeenRequest): string | null {
  const inClientHeader = features.hasTokenInClientHeader
    ? readParts(features, request).get("token")
    : undefined;
  const inHeader = features.tokenHeaders.map((name) => headerText(request, name));
  const inQuery = features.tokenQueries.map((name) => request.query.get(name));
  return [inClientHeader, ...inHeader, ...inQuery].find((token) => token) ?? null;
}

/** `Scheme Name="value", Name="value"`, values URL-decoded; empty for a scheme this version does not read. */
function readParts(features: MediaServerFeatures, request: SeenRequest): Map<string, string> {
  const own = headerText(request, "x-emby-authorization");
  const standard = headerText(request, "authorization");
  const candidates = features.prefersEmbyAuthorization ? [own, standard] : [standard, own];
  const header = features.hasEmbyAuthorization
    ? candidates.find((text) => text !== null)
    : standard;
  const [, scheme = "", rest = ""] = /^(\w+) +(.*)$/.exec(header ?? "") ?? [];
  if (!features.schemes.includes(scheme.toLowerCase())) return new Map();
  const pairs = rest.matchAll(/(\w+)=(?:"([^"]*)"|([^",\s]*))/g);
  return new Map(
    Array.from(pairs, ([, name = "", quoted, bare]) => [
      name.toLowerCase(),
      decode(quoted ?? bare ?? ""),
    ]),
  );
}

function headerText(request: SeenRequest, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" ? value : null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
