import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Answer, Browser } from "./browser.ts";
import { grabEpisode, startHousehold, type Household } from "./household.ts";
import { readPrometheusText, type Scrape } from "./prometheus-text.ts";
import { expectNoSecretsLogged } from "./secrets.ts";

const SECRET = "metrics-secret-of-the-house";
const MOST_PER_MINUTE = 60;

let household: Household;

beforeEach(async () => {
  household = await startHousehold();
});
afterEach(async () => {
  await household.stop();
});

function ask(browser: Browser, authorization: string | null = `Bearer ${SECRET}`): Promise<Answer> {
  return browser.get("/metrics", { headers: authorization === null ? {} : { authorization } });
}

async function scrape(): Promise<Scrape> {
  const { status, text } = await ask(household.browser());
  expect(status).toBe(200);
  return readPrometheusText(text);
}

/** Scrapes until something is true of it. */
async function scrapeUntil(check: (scrape: Scrape) => boolean, what: string): Promise<Scrape> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const values = await scrape();
    if (check(values)) return values;
    if (Date.now() > deadline) throw new Error(`not told: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

describe("who is told the metrics", () => {
  test("nobody while there is no secret for them", async () => {
    await household.start();
    for (const browser of [household.browser(), await household.signedIn("admin")]) {
      expect(await ask(browser)).toMatchObject({ status: 404 });
      expect(await ask(browser, null)).toMatchObject({ status: 404 });
    }
  });

  test("whoever sends the secret as a Bearer token, and nobody else", async () => {
    await household.start({ METRICS_SECRET: SECRET });
    const admin = await household.signedIn("admin");
    const basic = Buffer.from(`Root:root-password`).toString("base64");
    for (const wrong of [
      null,
      "",
      "Bearer",
      "Bearer ",
      SECRET,
      `Basic ${basic}`,
      `Bearer ${SECRET.slice(0, -1)}`,
      `Bearer ${SECRET}x`,
      `Bearer ${SECRET.toUpperCase()}`,
      "Bearer webhook-secret-of-the-house",
    ]) {
      const answer = await ask(admin, wrong);
      expect({ wrong, status: answer.status }).toEqual({ wrong, status: 401 });
      expect(answer.text).not.toContain("sofarr_");
    }
    const inAddress = await admin.get(`/metrics?secret=${SECRET}&token=${SECRET}`);
    expect(inAddress.status).toBe(401);
    for (const right of [`Bearer ${SECRET}`, `bearer  ${SECRET}`]) {
      const answer = await ask(household.browser(), right);
      expect(answer.status).toBe(200);
      expect(answer.headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
      expect(answer.headers["cache-control"]).toBe("no-store");
    }
    expect(household.log.join("")).not.toContain(SECRET);
    expectNoSecretsLogged(household);
  });

  test("an address that guesses is soon not listened to any more", async () => {
    await household.start({ METRICS_SECRET: SECRET });
    const browser = household.browser();
    for (let n = 0; n < MOST_PER_MINUTE; n += 1) {
      expect(await ask(browser, `Bearer guess-${n}`)).toMatchObject({ status: 401 });
    }
    expect(await ask(browser)).toMatchObject({ status: 429 });
    expect(await browser.get("/health")).toMatchObject({ status: 200 });
  });

  test("below a sub-path it is there, and nowhere else", async () => {
    await household.start({ METRICS_SECRET: SECRET, BASE_PATH: "/sofarr" });
    const { port } = new URL(household.url());
    const headers = { authorization: `Bearer ${SECRET}` };
    expect(await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).toMatchObject({
      status: 404,
    });
    await household.browser().get("/api/auth/me");
    const route = '{method="GET",route="/api/auth/me",status="2xx"}';
    expect((await scrape()).get(`sofarr_http_requests_total${route}`)).toBe(1);
  });
});

describe("the metrics tell", () => {
  test("how each source is doing: reads, failures, how much and for how long", async () => {
    grabEpisode(household, { title: "Harbor.Lights.S01", tags: ["alice"] });
    await household.start({ METRICS_SECRET: SECRET });
    const alice = await household.signedIn("alice");
    const stream = await alice.stream();
    await stream.until(() => stream.view().size === 1, "the download");
    const source = 'source="qbittorrent-main",kind="qbittorrent"';
    const well = await scrape();
    expect(well.get(`sofarr_source_items{${source}}`)).toBe(1);
    expect(well.get(`sofarr_source_state{${source},state="ok"}`)).toBe(1);
    expect(well.get(`sofarr_source_state{${source},state="stale"}`)).toBe(0);
    expect(well.get(`sofarr_source_read_failures_total{${source}}`)).toBe(0);
    expect(well.get(`sofarr_source_reads_total{${source}}`)).toBeGreaterThan(0);
    expect(well.get(`sofarr_source_read_duration_seconds{${source}}`)).toBeLessThan(60);
    const lastSuccess = `sofarr_source_last_success_timestamp_seconds{${source}}`;
    expect(Math.abs(Date.now() / 1000 - (well.get(lastSuccess) ?? 0))).toBeLessThan(60);

    household.qbittorrent.server.fault = "status-500";
    const ill = await scrapeUntil(
      (values) => values.get(`sofarr_source_state{${source},state="stale"}`) === 1,
      "that qBittorrent fails",
    );
    const failures = ill.get(`sofarr_source_read_failures_total{${source}}`) ?? 0;
    expect(failures).toBeGreaterThan(0);
    expect(ill.get(`sofarr_source_reads_total{${source}}`)).toBeGreaterThanOrEqual(
      (well.get(`sofarr_source_reads_total{${source}}`) ?? 0) + failures,
    );
    expect(ill.get(`sofarr_source_items{${source}}`)).toBe(1);
    stream.close();
  });

  test("a source that was never read well by no time and no duration", async () => {
    household.sabnzbd.server.fault = "status-500";
    await household.start({ METRICS_SECRET: SECRET });
    const source = 'source="sabnzbd-main",kind="sabnzbd"';
    const values = await scrapeUntil(
      (one) => one.get(`sofarr_source_state{${source},state="failed"}`) === 1,
      "that SABnzbd fails",
    );
    expect(values.get(`sofarr_source_last_success_timestamp_seconds{${source}}`)).toBeUndefined();
    expect(values.get(`sofarr_source_read_duration_seconds{${source}}`)).toBeUndefined();
  });

  test("who looks: people, streams, frames and their bytes as sent", async () => {
    grabEpisode(household, { title: "Harbor.Lights.S01", tags: ["alice"] });
    await household.start({ METRICS_SECRET: SECRET });
    const before = await scrape();
    expect(before.get("sofarr_viewers")).toBe(0);
    expect(before.get("sofarr_stream_frames_total")).toBe(0);
    const alice = await household.signedIn("alice");
    const admin = await household.signedIn("admin");
    const streams = [
      await alice.stream(),
      await alice.stream("?delta=1"),
      await admin.stream("?showAll=1"),
      await admin.stream(),
    ];
    for (const stream of streams) await stream.until(() => stream.events.length > 0, "a frame");
    const open = await scrape();
    expect(open.get("sofarr_viewers")).toBe(2);
    expect(open.get("sofarr_streams")).toBe(4);
    for (const stream of streams) stream.close();
    const closed = await scrapeUntil(
      (values) => values.get("sofarr_streams") === 0,
      "that all have left",
    );
    expect(closed.get("sofarr_viewers")).toBe(0);
    const received = streams.reduce((sum, { raw }) => sum + Buffer.byteLength(raw), 0);
    const frames = streams.reduce((sum, { events }) => sum + events.length, 0);
    // What was sent while somebody left was not received.
    expect(closed.get("sofarr_stream_sent_bytes_total")).toBeGreaterThanOrEqual(received);
    expect(closed.get("sofarr_stream_sent_bytes_total")).toBeLessThan(received * 3);
    expect(closed.get("sofarr_stream_frames_total")).toBeGreaterThanOrEqual(frames);
  });

  test("events by webhook, by who sent them", async () => {
    await household.start({ METRICS_SECRET: SECRET });
    const headers = { "x-sofarr-webhook-secret": "webhook-secret-of-the-house" };
    const browser = household.browser();
    const body = { eventType: "Grab", instanceName: "nobody knows", series: { id: 1 } };
    for (const path of ["sonarr?instance=sonarr-anime", "sonarr?instance=sonarr-anime", "radarr"]) {
      const answer = await browser.post(`/api/webhook/${path}`, body, { headers });
      expect(answer).toMatchObject({ status: 200 });
    }
    const values = await scrape();
    expect(values.get('sofarr_webhook_events_total{sender="sonarr-anime"}')).toBe(1);
    expect(values.get('sofarr_webhook_duplicates_total{sender="sonarr-anime"}')).toBe(1);
    expect(values.get('sofarr_webhook_events_total{sender="sonarr-main"}')).toBe(0);
    expect(values.get('sofarr_webhook_events_total{sender="radarr-main"}')).toBe(1);
  });

  test("requests by operation, whatever stood in their address", async () => {
    await household.start({ METRICS_SECRET: SECRET });
    const admin = await household.signedIn("admin");
    const titles = ["1", "2", "%41", "Harbor-Lights"];
    for (const id of titles) await admin.get(`/api/sonarr/series/${id}?title=Harbor-Lights`);
    for (const path of ["/Harbor-Lights", "/api/Harbor-Lights", "/metrics/Harbor-Lights"]) {
      await admin.get(path);
    }
    await admin.send("PROPFIND", "/api/auth/me");
    const { text } = await ask(household.browser());
    expect(text).not.toContain("Harbor-Lights");
    expect(text).not.toContain("PROPFIND");
    const requests = [...readPrometheusText(text)].filter(([key]) =>
      key.startsWith("sofarr_http_requests_total"),
    );
    const total = (part: string): number =>
      requests.reduce((sum, [key, value]) => sum + (key.includes(part) ? value : 0), 0);
    expect(total('route="/api/sonarr/series/:id"')).toBe(titles.length);
    expect(total('route="/api/auth/login",status="2xx"')).toBe(1);
    expect(total('route="other",status="4xx"')).toBe(4);
  });

  test("what runs, since when, and what it takes", async () => {
    await household.start({ METRICS_SECRET: SECRET });
    const values = await scrape();
    const info = `sofarr_build_info{version="2.0.0",node="${process.version}"}`;
    expect(values.get(info)).toBe(1);
    expect(values.get("sofarr_state_kept")).toBe(1);
    expect(values.get("process_resident_memory_bytes")).toBeGreaterThan(20_000_000);
    expect(values.get("process_cpu_seconds_total")).toBeGreaterThan(0);
    expect(values.get("process_start_time_seconds")).toBeLessThan(Date.now() / 1000);
    expect(values.get("process_start_time_seconds")).toBeGreaterThan(Date.now() / 1000 - 3600);
  });
});
