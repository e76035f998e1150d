import type { Probe } from "../upstream.ts";
import { ombiFailure } from "./failures.ts";
import type { OmbiHttp } from "./ombi-http.ts";

const OLDEST_MAJOR = 4;

/** Asks for the version (which needs no key), then whether the key is good. @throws UpstreamError with advice. */
export async function probeOmbi(
  instanceId: string,
  http: OmbiHttp,
  signal: AbortSignal,
): Promise<Probe> {
  const info = await http.send({ path: "/api/v1/Status/info", signal });
  if (info.status !== 200) throw ombiFailure(instanceId, info.status);
  const version = versionIn(info.text());
  await http.getJson({ path: "/api/v1/Identity", signal });
  return { version, credentials: "accepted", notes: notesOn(version) };
}

/** The version comes as bare text, as a JSON text, or inside an object, depending on the release. */
function versionIn(body: string): string | null {
  return /\d+\.\d+(?:\.\d+)*/.exec(body.slice(0, 200))?.[0] ?? null;
}

function notesOn(version: string | null): readonly string[] {
  const major = Number.parseInt(version ?? "", 10);
  return major < OLDEST_MAJOR
    ? ["This version is older than any sofarr has been tried with: please update Ombi."]
    : [];
}
