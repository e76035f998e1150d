import type { ApiQuery } from "./api-query.ts";
import type { SabnzbdSettings } from "./sabnzbd-settings.ts";
import type { SabnzbdDialect } from "./sabnzbd-version.ts";
import { pauseText } from "./text-forms.ts";

/** What queue and status have in common: version, pauses, free disk space, quota, cache. */
export function programHead(
  settings: SabnzbdSettings,
  dialect: SabnzbdDialect,
  now: number,
): Record<string, unknown> {
  return {
    version: dialect.version,
    paused: settings.paused,
    pause_int: pauseText(settings.resumeAt, now),
    paused_all: false,
    diskspace1: "68.54",
    diskspace2: "68.54",
    diskspace1_norm: "68.5 G",
    diskspace2_norm: "68.5 G",
    diskspacetotal1: "251.97",
    diskspacetotal2: "251.97",
    speedlimit: "0",
    speedlimit_abs: "0",
    have_warnings: String(settings.warnings.length),
    finishaction: null,
    quota: dialect.zeroQuota,
    have_quota: false,
    left_quota: dialect.zeroQuota,
    cache_art: "0",
    cache_size: "0 B",
  };
}

/** The value of `status` in the answer to `mode=fullstatus` and `mode=status`. It holds the API key. */
export function statusAnswer(
  settings: SabnzbdSettings,
  dialect: SabnzbdDialect,
  query: ApiQuery,
  now: number,
): Record<string, unknown> {
  return {
    uptime: "1m",
    color_scheme: "Auto",
    confighelpuri: `https://sabnzbd.org/wiki/configuration/${dialect.version.slice(0, 3)}/`,
    pid: 18_449,
    active_lang: "en",
    rtl: false,
    my_lcldata: "/config",
    my_home: "/config",
    webdir: "/app/interfaces/Glitter/templates",
    url_base: settings.urlBase,
    windows: false,
    macos: false,
    power_options: false,
    pp_pause_event: false,
    apikey: settings.apiKey,
    new_release: null,
    new_rel_url: null,
    ...(dialect.timeAdded ? { cache_buster: `${dialect.version}-0` } : {}),
    ...programHead(settings, dialect, now),
    logfile: "/config/logs/sabnzbd.log",
    weblogfile: null,
    loglevel: "1",
    folders: [],
    configfn: "/config/sabnzbd.ini",
    warnings: warningsAnswer(settings, dialect),
    delayed_assembler: 0,
    loadavg: "0.30 | 0.70 | 1.04 | V=1220M R=85M",
    pystone: 0,
    downloaddir: settings.downloadFolder,
    downloaddirspeed: 0,
    completedir: settings.completeFolder,
    completedirspeed: 0,
    internetbandwidth: 0,
    ...(query.flag("skip_dashboard") ? {} : dashboard()),
    servers: [],
  };
}

/** Releases before 3 wrote a warning as three lines of text. */
export function warningsAnswer(settings: SabnzbdSettings, dialect: SabnzbdDialect): unknown[] {
  if (!dialect.textByDefault) return settings.warnings;
  return settings.warnings.map(
    (warning) => `${new Date(warning.time * 1000).toISOString()}\n${warning.type}\n${warning.text}`,
  );
}

/**
 * The value of `config` in the answer to `mode=get_config`: one section, or one keyword of it.
 * Passwords are starred out as the real one does; the two keys are not.
 */
export function configAnswer(settings: SabnzbdSettings, query: ApiQuery): Record<string, unknown> {
  const sections: Record<string, unknown> = {
    misc: {
      host: "0.0.0.0",
      port: "8080",
      url_base: settings.urlBase,
      username: "",
      password: "",
      api_key: settings.apiKey,
      nzb_key: settings.nzbKey,
      host_whitelist: settings.hostWhitelist,
      download_dir: settings.downloadFolder,
      complete_dir: settings.completeFolder,
      history_limit: settings.historyLimit,
      propagation_delay: 0,
      pre_check: 0,
    },
    categories: settings.categories.map((name, order) => ({
      name,
      order,
      pp: order === 0 ? "3" : "",
      script: order === 0 ? "None" : "Default",
      dir: order === 0 ? "" : name,
      newzbin: "",
      priority: order === 0 ? 0 : -100,
    })),
  };
  const name = query.text("section");
  if (name === "") return sections;
  const section = sections[name];
  const keyword = query.text("keyword");
  if (section === undefined) return {};
  if (keyword === "" || Array.isArray(section)) return { [name]: section };
  return { [name]: { [keyword]: (section as Record<string, unknown>)[keyword] } };
}

function dashboard(): Record<string, unknown> {
  return {
    active_socks5_proxy: null,
    localipv4: "127.0.0.1",
    publicipv4: null,
    ipv6: null,
    dnslookup: "OK",
  };
}
