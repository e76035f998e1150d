import { everySettingOf } from "../../packages/server/src/config/load-config.ts";
import {
  ARRS,
  DOWNLOAD_CLIENTS,
  REQUEST_MANAGERS,
} from "../../packages/server/src/upstreams/index.ts";

/** The kinds of upstream there are, for `loadConfig`. */
export const KINDS = {
  arrs: ARRS,
  downloadClients: DOWNLOAD_CLIENTS,
  requestManagers: REQUEST_MANAGERS,
};

/** Every variable that configures sofarr, the forms that name a file too. */
export const KNOWN_SETTINGS: ReadonlySet<string> = new Set([
  "CONFIG_FILE",
  ...everySettingOf(KINDS).flatMap((name) => [name, `${name}_FILE`]),
]);
