/** A place where we leave the given contract's letter, as `compareContracts` finds it, and why. */
export interface Difference {
  readonly finding: string;
  readonly reason: string;
}

/** Ids that no *arr can have are refused here. */
const ID_LIMITS: readonly Difference[] = [
  "GET /api/sonarr/series/{id}",
  "GET /api/radarr/movies/{id}",
  ...["sonarr", "radarr"].flatMap((kind) =>
    ["GET", "PUT", "DELETE"].map((method) => `${method} /api/${kind}/notifications/{id}`),
  ),
].flatMap((operation) =>
  ["minimum, 1", "maximum, 2147483647"].map((limit) => ({
    finding: `${operation} path id: has a ${limit}`,
    reason: "It becomes a part of a path in the *arr, whose ids are 32-bit numbers from 1.",
  })),
);

/** Every difference there is; one that is not found any more fails the test. Rights are told in decision 0004. */
export const DIFFERENCES: readonly Difference[] = [
  {
    finding: "GET /health: needs nothing instead of CookieAuth",
    reason:
      "The given text says no authentication is needed, and only forgets to lift the default.",
  },
  {
    finding: "GET /ready: needs nothing instead of CookieAuth",
    reason: "As for /health: a container's health check has no session.",
  },
  {
    finding: "GET /api/auth/me: needs nothing instead of CookieAuth",
    reason:
      "It answers `authenticated: false` without a session, for which the given answer has a field.",
  },
  {
    finding: "POST /api/auth/login body: is required",
    reason: "The given contract describes user name and password in its words, but no body.",
  },
  {
    finding: 'GET /api/ombi/requests query type[]: default is not ["all"]',
    reason:
      "The given default is a list but stands below the items of the list; ours is the list's.",
  },
  {
    finding: "POST /api/ombi/webhook/enable: needs CookieAuth and CsrfToken instead of CookieAuth",
    reason: "The given words demand CSRF protection, which its list of schemes leaves out.",
  },
  {
    finding: "#HistoryItem.coverArt: format none instead of uri",
    reason:
      "A path on this server, good for this viewer alone: addresses of upstreams stay inside.",
  },
  ...["sonarr", "radarr"].map((kind) => ({
    finding: `GET /api/${kind}/notifications/schema 200: may be array`,
    reason: "It is the service's own answer, which is a list of forms.",
  })),
  {
    finding: "#WebhookPayload.eventType: is required",
    reason:
      "Without it there is no event: the given contract answers 400 to an invalid payload, too.",
  },
  {
    finding: "#WebhookPayload.eventType: has a minLength, 1",
    reason: "As for one that is missing.",
  },
  {
    finding: "#WebhookPayload.eventType: has a maxLength, 256",
    reason: "It is kept, shown and logged; new words of any version are far shorter.",
  },
  ...ID_LIMITS,
  ...["users/{id} path id", "session/{sessionId}/user path sessionId"].map((at) => ({
    finding: `GET /api/emby/${at}: has a pattern, ^[0-9A-Za-z-]{1,64}$`,
    reason: "It becomes a part of a path at the media server, whose ids are all of this kind.",
  })),
  ...["GET /api/dashboard/cover-art query url", "#BlocklistSearchRequest.arrInstanceUrl"].map(
    (at) => ({
      finding: `${at}: has a maxLength, 2048`,
      reason: "Only what sofarr handed out or is configured with is taken, and that is shorter.",
    }),
  ),
  {
    finding: "POST /api/debug/client-logs body: has a maxItems, 1000",
    reason: "The buffer keeps as many lines: more at once would push each other out.",
  },
];

/** Where we leave what the given contract says in words, which no comparison finds. */
interface DifferenceInWords {
  readonly operation: string;
  /** As it stands there; the structure of it that the tests have holds no words. */
  readonly says: string;
  readonly reason: string;
}

export const DIFFERENCES_IN_WORDS: readonly DifferenceInWords[] = [
  {
    operation: "GET /api/ombi/requests",
    says: "admins see all requests",
    reason:
      "They do with showAll=true, which it has for that; without it they see their own, as on every other page.",
  },
];

/** A route that the given contract does not have; `*` at the end stands for whatever follows. */
export interface Addition {
  readonly route: string;
  readonly reason: string;
}

export const ADDITIONS: readonly Addition[] = [
  { route: "GET /.well-known/security.txt", reason: "Whom to tell of a hole (RFC 9116)." },
  { route: "GET /api/openapi.json", reason: "The contract itself, for generators of clients." },
  { route: "GET /api/docs*", reason: "A page to read the contract and try it." },
  { route: "GET /metrics", reason: "Prometheus asks there, while there is a secret for it." },
];
