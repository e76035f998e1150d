import type { Connection } from "../../api/stream.ts";
import type { Dashboard } from "../../state/dashboard.ts";
import { dataAgeSeconds, troubledSources } from "../../state/freshness.ts";

/** What the lamp in the header shows; `held` is a page the server has no room for. `ageSeconds` is that of the downloads on the page, `null` unknown. */
export interface Lamp {
  readonly look: "connecting" | "live" | "trouble" | "lost" | "held";
  readonly ageSeconds: number | null;
  /** How many sources do not answer. */
  readonly troubled: number;
}

/** A lost connection outweighs trouble behind the server: what the server knew may have changed since. */
export function lampOf(connection: Connection, dashboard: Dashboard | null, now: number): Lamp {
  const ageSeconds = dashboard === null ? null : dataAgeSeconds(dashboard, now);
  const troubled = dashboard === null ? 0 : troubledSources(dashboard).length;
  if (connection.kind === "lost" || connection.kind === "signed-out") {
    const isHeld = connection.kind === "lost" && connection.because !== "cut";
    return { look: isHeld ? "held" : "lost", ageSeconds, troubled };
  }
  if (connection.kind === "connecting" || dashboard === null) {
    return { look: "connecting", ageSeconds, troubled };
  }
  return { look: troubled > 0 ? "trouble" : "live", ageSeconds, troubled };
}
