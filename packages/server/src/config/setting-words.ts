/** Every single setting and what it is, in a few words for `sofarr --help`; docs/configuration.md says more. */
export const SETTING_WORDS = {
  EMBY_URL: "address of Emby or Jellyfin; without it nobody can sign in",
  EMBY_API_KEY: "lets sofarr list everyone the media server knows",
  EMBY_PUBLIC_URL: "where browsers reach it (EMBY_URL)",
  EMBY_TLS: 'certificates, e.g. {"ca":"/path/ca.pem"}',
  PORT: "port to listen on (3001)",
  HOST: "address to listen on (all)",
  BASE_PATH: "sub-path to serve everything below, e.g. /sofarr",
  SOFARR_BASE_URL: "where people and webhooks reach sofarr, e.g. https://sofarr.example.org",
  TRUST_PROXY: "true, a number of proxies in front, or their addresses (false)",
  DATA_DIR: "folder of state (./data)",
  COOKIE_SECRET: "signs cookies (generated and kept in DATA_DIR)",
  POLL_INTERVAL: "milliseconds between polls while somebody looks, or off (5000)",
  USER_TAGS: 'tag labels of people, e.g. {"Alice":["kids"]}',
  LOG_LEVEL: "fatal, error, warn, info, debug, trace or silent (info)",
  SOFARR_WEBHOOK_SECRET: "shared with Sonarr, Radarr and Ombi",
  WEBHOOK_FALLBACK_TIMEOUT: "minutes after which an instance with webhooks is read anyway (10)",
  METRICS_SECRET: "switches /metrics for Prometheus on, for who sends it as Bearer",
  SECURITY_CONTACT: "where to report holes in this installation, for /.well-known/security.txt",
  ENABLE_LOG_STREAM: "shows the logs to admins, live (false)",
  LOG_ALLOW_SUBNETS: "addresses that may ask for them, e.g. 192.168.1.0/24",
} as const;

export type SettingName = keyof typeof SETTING_WORDS;
export const SETTING_NAMES = Object.keys(SETTING_WORDS) as readonly SettingName[];
