import { UpstreamError } from "../errors.ts";
import type { Probe } from "../upstream.ts";
import type { ArrHttp } from "./arr-http.ts";
import type { ArrShape } from "./arr-shape.ts";
import { arrBadPayload } from "./failures.ts";
import { parseStatus } from "./wire.ts";

/** Asks who is there and in which version. @throws UpstreamError, also when it is the other of the two apps. */
export async function probeArr(
  shape: ArrShape,
  instanceId: string,
  http: ArrHttp,
  signal: AbortSignal,
): Promise<Probe> {
  const status = parseStatus(await http.getJson({ path: "/system/status", signal }));
  if (status === null) throw arrBadPayload(instanceId, shape, "status");
  const { appName, version } = status;
  if (appName !== null && appName.toLowerCase() !== shape.appName.toLowerCase()) {
    throw new UpstreamError({
      instanceId,
      reason: "refused",
      message: `is ${appName}, but is configured as ${shape.appName}`,
      advice: `Correct its URL, or move it to ${appName.toUpperCase()}_INSTANCES.`,
    });
  }
  return { version, credentials: "accepted", notes: notesOn(shape, version) };
}

function notesOn(shape: ArrShape, version: string): readonly string[] {
  const major = Number.parseInt(version, 10);
  const isUntried = Number.isFinite(major) && major < 3;
  return isUntried ? [`${shape.appName} ${version} is older than 3.0: please update it.`] : [];
}
