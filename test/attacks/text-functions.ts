import { Secret } from "../../packages/server/src/config/secret.ts";
import { oneLine } from "../../packages/server/src/domain/one-line.ts";
import { ownersOf, createOwnershipFacts } from "../../packages/server/src/domain/ownership.ts";
import { selectRequests } from "../../packages/server/src/domain/media-requests-query.ts";
import { canonicalLabel, createLabelResolver } from "../../packages/server/src/domain/tags.ts";
import { foldUserId, foldUserName } from "../../packages/server/src/domain/user.ts";
import { withoutPathsAndLinks } from "../../packages/server/src/domain/visibility.ts";
import { createAddressList } from "../../packages/server/src/http/address-list.ts";
import { isCalled } from "../../packages/server/src/http/arr-instance-url.ts";
import { basicCredentialsIn } from "../../packages/server/src/http/basic-credentials.ts";
import { bearerTokenIn } from "../../packages/server/src/http/bearer-token.ts";
import { networkOf } from "../../packages/server/src/http/client-address.ts";
import { clientLogEntry } from "../../packages/server/src/http/client-log-entry.ts";
import { arrRefusalWords } from "../../packages/server/src/http/present/arr-refusal.ts";
import { createSecretMask } from "../../packages/server/src/http/present/mask-secrets.ts";
import { ombiLink } from "../../packages/server/src/http/present/ombi-link.ts";
import { restoreSecrets } from "../../packages/server/src/http/present/restore-secrets.ts";
import { accountKey } from "../../packages/server/src/http/sign-in/account-limit.ts";
import { createFamiliarBrowsers } from "../../packages/server/src/http/sign-in/familiar-browsers.ts";
import { encodeEvent } from "../../packages/server/src/http/sse.ts";
import { findSenders } from "../../packages/server/src/http/webhooks/find-sender.ts";
import { leadsTo } from "../../packages/server/src/http/webhooks/receiver-url.ts";
import { arrEventIn, ombiEventIn } from "../../packages/server/src/http/webhooks/webhook-event.ts";
import { createLog } from "../../packages/server/src/log.ts";
import { serverLogEntry } from "../../packages/server/src/server-log-entry.ts";
import { flattenMessages, protocolOf } from "../../packages/server/src/upstreams/arr/normalize.ts";
import { parseTags, parseTitles } from "../../packages/server/src/upstreams/arr/wire.ts";
import type { Instance } from "../../packages/server/src/upstreams/instance.ts";
import { instantOf, textOf } from "../../packages/server/src/upstreams/json-fields.ts";
import { toUser } from "../../packages/server/src/upstreams/media-server/normalize.ts";
import { toMovieRequest } from "../../packages/server/src/upstreams/ombi/normalize.ts";
import { parseMovieRequests } from "../../packages/server/src/upstreams/ombi/wire.ts";
import {
  plainMessage,
  plainPath,
  plainText,
} from "../../packages/server/src/upstreams/plain-text.ts";
import { literalAddress } from "../../packages/server/src/upstreams/poster/public-address.ts";
import { normalizeTorrent as normalizeQbittorrent } from "../../packages/server/src/upstreams/qbittorrent/normalize.ts";
import { readMainData } from "../../packages/server/src/upstreams/qbittorrent/wire.ts";
import { UpstreamResponse } from "../../packages/server/src/upstreams/request.ts";
import { parseDigestChallenge } from "../../packages/server/src/upstreams/rtorrent/digest.ts";
import { normalizeTorrent as normalizeRtorrent } from "../../packages/server/src/upstreams/rtorrent/normalize.ts";
import {
  columnsIn,
  parseMethods,
  parseTorrents,
} from "../../packages/server/src/upstreams/rtorrent/wire.ts";
import { parseAnswer } from "../../packages/server/src/upstreams/rtorrent/xml-rpc.ts";
import {
  escapeXmlText,
  plainXmlText,
} from "../../packages/server/src/upstreams/rtorrent/xml-text.ts";
import { failureText, jobTitle } from "../../packages/server/src/upstreams/sabnzbd/job-text.ts";
import { jobsOf, parseTimeleft } from "../../packages/server/src/upstreams/sabnzbd/jobs.ts";
import { normalizeJob } from "../../packages/server/src/upstreams/sabnzbd/normalize.ts";
import { explainWords } from "../../packages/server/src/upstreams/sabnzbd/refusal.ts";
import { parseHistory, parseQueue } from "../../packages/server/src/upstreams/sabnzbd/wire.ts";
import { SONARR } from "../../packages/server/src/upstreams/sonarr/shape.ts";
import { dialectOf } from "../../packages/server/src/upstreams/transmission/dialects.ts";
import { normalizeTorrent as normalizeTransmission } from "../../packages/server/src/upstreams/transmission/normalize.ts";
import { infohashOf } from "../../packages/server/src/upstreams/infohash.ts";
import { readTorrent } from "../../packages/server/src/upstreams/transmission/wire.ts";
import { explainIssue } from "../../packages/web/src/features/downloads/explain-issue.ts";
import { failureReason } from "../../packages/web/src/features/history/failure-reason.ts";
import { filterLines } from "../../packages/web/src/features/logs/log-filter.ts";
import { findConnection } from "../../packages/web/src/features/webhooks/find-connection.ts";
import { parseLogLine } from "../../packages/web/src/features/logs/log-line.ts";
import { episodeText } from "../../packages/web/src/format/episodes.ts";
import { breakable } from "../../packages/web/src/format/title.ts";
import { createTranslate } from "../../packages/web/src/i18n/catalogue.ts";
import { en } from "../../packages/web/src/i18n/en.ts";
import { fold } from "../../packages/web/src/state/search.ts";
import { hueOf, initialsOf } from "../../packages/web/src/ui/poster-look.ts";
import { makeInstance } from "../../packages/server/src/upstreams/make-instance.case.ts";

/** Something of ours that reads a stranger's text, by its name. What it throws at nonsense is its own business. */
export interface TextFunction {
  readonly name: string;
  readonly read: (text: string) => unknown;
}

const HASH = "a".repeat(40);
const NOW = Date.UTC(2026, 4, 21);
const USERS = [
  { id: "1", name: "alice" },
  { id: "2", name: "Bob of the Hill" },
];
const VIEWER = { id: "1", name: "alice", isAdmin: true };
const mask = createSecretMask(["s3cret-of-the-house", "another-secret"]);
const browsers = createFamiliarBrowsers(new Secret("a secret of the house"));
const isAllowed = createAddressList(["192.0.2.0/24", "2001:db8::/32"]);
const log = createLog("info", { out: { write: () => {} }, mask });
const translate = createTranslate("en", en);
const columns = columnsIn(null) ?? [];
const EPISODES = [1, 2].map((number) => ({ seasonNumber: 1, episodeNumber: number, title: null }));
const EPISODE_WORDS = { season: String, seasons: (a: number) => String(a), specials: () => "0" };

function instance(name: string, url: string): Instance {
  return makeInstance({
    id: `sonarr-${name.slice(0, 8)}`,
    kind: "sonarr",
    name,
    url,
  });
}

const [here, there] = [instance("main", "http://a.example"), instance("anime", "http://b.example")];

/** As many as there are: `growth.test.ts` fails for a file that reads text by a pattern and is not here. */
export const TEXT_FUNCTIONS: readonly TextFunction[] = [
  { name: "one line", read: oneLine },
  { name: "plain text", read: plainText },
  { name: "plain path", read: plainPath },
  { name: "plain message", read: plainMessage },
  { name: "without paths and links", read: withoutPathsAndLinks },
  { name: "the secret mask, on a text", read: mask },
  {
    name: "the secret mask, on names",
    read: (text) => mask({ [text]: text, name: text, value: text }),
  },
  {
    name: "restoring secrets",
    read: (text) =>
      restoreSecrets(
        {
          fields: [
            { name: text, value: `${text}********` },
            { name: "url", value: text },
          ],
        },
        {
          fields: [
            { name: text, value: text },
            { name: "url", value: text },
          ],
        },
        mask,
      ),
  },
  { name: "a canonical label", read: canonicalLabel },
  { name: "a label, to its user", read: (text) => createLabelResolver(USERS, new Map())(text) },
  {
    name: "a user name, to its labels",
    read: (text) => createLabelResolver([{ id: "1", name: text }], new Map([[text, [text]]]))(text),
  },
  { name: "a user id", read: foldUserId },
  { name: "a user name", read: foldUserName },
  { name: "the name of an account", read: accountKey },
  { name: "marks of a browser", read: (text) => browsers.welcome(text, text) },
  {
    name: "a requester",
    read: (text) => {
      const [request] = movieRequests(text);
      const facts = createOwnershipFacts(new Map())(USERS, request === undefined ? [] : [request]);
      return ownersOf({ links: [] }, facts);
    },
  },
  {
    name: "searching requests",
    read: (text) =>
      selectRequests(movieRequests(text), {
        mediaTypes: [],
        statuses: [],
        search: text,
        sort: "title_asc",
      }),
  },
  { name: "an address in a list", read: isAllowed },
  { name: "an address as one of a network", read: networkOf },
  { name: "an address of an *arr", read: (text) => isCalled(here, `http://a.example/${text}`) },
  { name: "Basic credentials", read: (text) => basicCredentialsIn(`Basic ${text}`) },
  { name: "a Bearer token", read: (text) => bearerTokenIn(`Bearer ${text}`) },
  {
    name: "a browser's log line",
    read: (text) => clientLogEntry({ level: "info", message: text, timestamp: text }, NOW, mask),
  },
  { name: "the log", read: (text) => log.info({ user: text }, text) },
  {
    name: "a kept log line",
    read: (text) => serverLogEntry(JSON.stringify({ msg: text, user: text })),
  },
  { name: "a refusal of an *arr", read: (text) => arrRefusalWords([{ errorMessage: text }]) },
  {
    name: "a link to Ombi",
    read: (text) => ombiLink(here, VIEWER, { mediaType: "tv", tmdbId: null, title: text }),
  },
  { name: "an event of a stream", read: (text) => encodeEvent({ event: "x", data: text }) },
  {
    name: "the sender of an event",
    read: (text) =>
      findSenders([here, there], { instanceId: text, name: text, url: `http://a.example/${text}` }),
  },
  {
    name: "where a webhook leads",
    read: (text) => leadsTo(`http://a.example/${text}`, `http://a.example/${text}x?instance=1`),
  },
  {
    name: "an event of an *arr",
    read: (text) => arrEventIn({ eventType: text, instanceName: text }),
  },
  {
    name: "an event of Ombi",
    read: (text) => ombiEventIn({ notificationType: text, [text]: text }),
  },
  { name: "a protocol", read: protocolOf },
  {
    name: "why it is stuck",
    read: (text) => flattenMessages([{ title: text, messages: [text, `${text}x`] }], text),
  },
  { name: "a library", read: library },
  { name: "a tag", read: (text) => parseTags([{ id: 1, label: text }]) },
  { name: "a text of JSON", read: textOf },
  { name: "a date of JSON", read: instantOf },
  { name: "a date of JSON with a time", read: (text) => instantOf(`2026-01-01T${text}`) },
  {
    name: "a person",
    read: (text) => toUser({ id: text, name: text, isAdministrator: false, isDisabled: false }),
  },
  { name: "an address in a URL", read: literalAddress },
  { name: "a torrent's id", read: infohashOf },
  { name: "a torrent of qBittorrent", read: qbittorrent },
  { name: "a torrent of Transmission", read: transmission },
  {
    name: "a torrent of Transmission in a default folder",
    read: (text) => transmission(text, `/${text}`),
  },
  { name: "a torrent of rTorrent", read: rtorrent },
  { name: "jobs of SABnzbd", read: sabnzbd },
  { name: "a job's name", read: jobTitle },
  { name: "a job's failure", read: failureText },
  { name: "a time left", read: parseTimeleft },
  { name: "a refusal of SABnzbd", read: (text) => explainWords("sabnzbd-main", text, 403).message },
  { name: "a version of Transmission's RPC", read: dialectOf },
  { name: "a Digest challenge", read: (text) => parseDigestChallenge(`Digest nonce="x", ${text}`) },
  { name: "something that is no Digest challenge", read: parseDigestChallenge },
  { name: "the text of an XML element", read: (text) => plainXmlText(text, true) },
  { name: "escaping XML", read: escapeXmlText },
  { name: "an XML-RPC answer that is none", read: (text) => parseAnswer(Buffer.from(text)) },
  { name: "a text in an XML-RPC answer", read: (text) => parseAnswer(answerWith(text)) },
  { name: "a bare text in an XML-RPC answer", read: (text) => parseAnswer(answerWith(text, "")) },
  { name: "a number in an XML-RPC answer", read: (text) => parseAnswer(answerWith(text, "i8")) },
  {
    name: "an element nobody knows in XML-RPC",
    read: (text) => parseAnswer(answerWith("x", text)),
  },
  { name: "broken JSON", read: (text) => brokenJson(text) },

  { name: "in the browser: a plain sentence for an issue", read: explainIssue },
  {
    name: "in the browser: why something failed",
    read: (text) => failureReason({ failureMessage: text }),
  },
  { name: "in the browser: a release name", read: breakable },
  {
    name: "in the browser: episodes of a release",
    read: (text) => episodeText({ episodes: EPISODES, title: text }, EPISODE_WORDS),
  },
  {
    name: "in the browser: a message with a name in it",
    read: (text) => translate("card.progress", { title: text }),
  },
  { name: "in the browser: a search", read: fold },
  {
    name: "in the browser: a log line",
    read: (text) => filterLines([parseLogLine(1, text)], "debug", text),
  },
  {
    name: "in the browser: a connection",
    read: (text) =>
      findConnection(
        [
          {
            implementation: "Webhook",
            fields: [{ name: "url", value: `http://a.example/${text}` }],
          },
        ],
        { kind: "sonarr", id: "sonarr-main" },
        null,
      ),
  },
  {
    name: "in the browser: a stand-in for a poster",
    read: (text) => [hueOf(text), initialsOf(text)],
  },
];

function movieRequests(text: string) {
  const requestedUser = { userName: text, alias: text, userType: 5, providerUserId: text };
  const row = { id: 1, title: text, requestedUser, deniedReason: text, requestedDate: text };
  return (parseMovieRequests([row]) ?? []).map((movie) => toMovieRequest("ombi-main", movie));
}

function library(text: string): unknown {
  const images = [{ coverType: "poster", remoteUrl: `https://${text}` }];
  const titles = parseTitles(SONARR, [{ id: 1, title: text, titleSlug: text, path: text, images }]);
  return titles?.map((title) => SONARR.pagePath(title));
}

function qbittorrent(text: string): unknown {
  const names = ["name", "state", "category", "tags", "save_path", "infohash_v1", "infohash_v2"];
  const row = Object.fromEntries(names.map((name) => [name, text]));
  const data = readMainData({ rid: 1, torrents: { [HASH]: row, [text]: row } });
  const torrents = [...(data?.torrents ?? [])];
  return torrents.map(([hash, torrent]) =>
    normalizeQbittorrent({ instanceId: "q", hash, torrent, trackerMessage: text }),
  );
}

function transmission(text: string, defaultDir = "/"): unknown {
  const names = { name: text, errorString: text, downloadDir: `${defaultDir}/${text}` };
  const row = { id: 1, hashString: HASH, error: 1, labels: [text], ...names };
  const torrents = [row, { ...row, labels: [] }].map((one) => readTorrent(one));
  return torrents.map((torrent) => normalizeTransmission({ instanceId: "t", torrent, defaultDir }));
}

function rtorrent(text: string): unknown {
  const known = parseMethods([text]);
  const row = columns.map((column) => (column === "hash" ? HASH.toUpperCase() : text));
  const torrents = parseTorrents([row], columns) ?? [];
  return [columnsIn(known), torrents.map((torrent) => normalizeRtorrent("r", torrent))];
}

function sabnzbd(text: string): unknown {
  const slot = { nzo_id: "1", filename: text, cat: text, status: text, mb: text, timeleft: text };
  const queue = parseQueue({ queue: { slots: [{ ...slot, labels: [text], password: text }] } });
  const ended = { nzo_id: "2", name: text, status: "Failed", fail_message: text, storage: text };
  const history = parseHistory({ history: { slots: [ended] } });
  if (queue === null || history === null || history === "unchanged") throw new Error("not read");
  const jobs = jobsOf({ queue, history: history.slots, pace: null, now: NOW });
  return Array.from(jobs.values(), (job) => normalizeJob("s", job));
}

/** @param type an element's name, empty for a value without one. */
function answerWith(text: string, type = "string"): Buffer {
  const value = type === "" ? text : `<${type}>${text}</${type}>`;
  return Buffer.from(
    `<methodResponse><params><param><value>${value}</value></param></params></methodResponse>`,
  );
}

function brokenJson(text: string): unknown {
  try {
    return new UpstreamResponse("x", 200, {}, Buffer.from(text)).json();
  } catch (error) {
    return error;
  }
}
