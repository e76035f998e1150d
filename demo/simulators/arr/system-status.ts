import type { ArrWorld } from "./arr-world.ts";

/** What /system/status tells. */
export function systemStatus(world: ArrWorld): object {
  return {
    appName: world.vocabulary.appName,
    instanceName: world.settings.instanceName,
    version: world.features.fullVersion,
    buildTime: "2026-01-01T00:00:00Z",
    isDebug: false,
    isProduction: true,
    isAdmin: false,
    isUserInteractive: false,
    startupPath: "/app",
    appData: "/config",
    osName: "alpine",
    osVersion: "3.20",
    isNetCore: true,
    isLinux: true,
    isOsx: false,
    isWindows: false,
    isDocker: true,
    mode: "console",
    branch: world.vocabulary.kind === "sonarr" ? "main" : "master",
    authentication: "forms",
    migrationVersion: 210,
    urlBase: world.settings.urlBase,
    runtimeVersion: "6.0.0",
    runtimeName: ".NET",
    startTime: "2026-01-01T00:00:00Z",
    packageUpdateMechanism: "docker",
    databaseType: "sqLite",
    databaseVersion: "3.45.0",
  };
}
