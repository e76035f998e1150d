import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { Secret } from "../config/secret.ts";
import { FakeClock, settle } from "../engine/fake-clock.case.ts";
import { rowsIn } from "../store/rows.ts";
import { openInMemory } from "../store/schema.ts";
import { createSessionStore, type Session } from "../store/session-store.ts";
import { createUserStore } from "../store/user-store.ts";
import { UpstreamError } from "../upstreams/errors.ts";
import type { MediaServer, MediaServerUser } from "../upstreams/upstream.ts";
import { Sessions, type SessionEnd } from "./sessions.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ALICE: MediaServerUser = { id: "a1", name: "Alice", isAdmin: false, isDisabled: false };

describe("sessions", () => {
  let clock: FakeClock;
  let sessions: Sessions;
  let checks: number;
  let troubles: number;
  let current: () => Promise<MediaServerUser | null>;
  let session: Session;
  let clean: () => void;

  beforeEach(async () => {
    clock = new FakeClock();
    checks = 0;
    troubles = 0;
    current = () => Promise.resolve(ALICE);
    const database = openInMemory();
    const rows = rowsIn(database);
    clean = () => {
      sessions.stop();
      database.close();
    };
    const mediaServer = {
      signIn: () => Promise.resolve({ user: ALICE, accessToken: "token" }),
      currentUser: () => {
        checks += 1;
        return current();
      },
      signOut: () => Promise.resolve(),
    };
    sessions = new Sessions({
      store: createSessionStore(rows, new Secret("a secret of sessions")),
      users: createUserStore(rows),
      // Sessions ask nothing else of it.
      mediaServer: mediaServer as Partial<MediaServer> as MediaServer,
      clock,
      onUsersChanged: () => {},
      onMediaServerTrouble: () => {
        troubles += 1;
      },
      log: { info: () => {}, warn: () => {} },
    });
    sessions.start();
    session = (await sessions.signIn("Alice", "password", false)) as Session;
  });
  afterEach(() => {
    clean();
  });

  const away = (): Promise<never> =>
    Promise.reject(
      new UpstreamError({ instanceId: "m", reason: "unreachable", message: "is away" }),
    );

  test("rights are asked for again after two minutes, once for all who wait", async () => {
    await clock.pass(2 * MINUTE_MS - 1);
    await sessions.find(session.id);
    expect(checks).toBe(0);
    await clock.pass(1);
    await Promise.all([sessions.find(session.id), sessions.find(session.id)]);
    expect(checks).toBe(1);
  });

  test("rights are asked for again when the clock was put back, and whoever cannot be asked about stays", async () => {
    clock.putBack(HOUR_MS);
    expect(await sessions.find(session.id)).not.toBeNull();
    expect(checks).toBe(1);
    current = away;
    clock.putBack(24 * HOUR_MS);
    expect(await sessions.find(session.id)).not.toBeNull();
    clock.putBack(24 * HOUR_MS);
    current = () => Promise.resolve(null);
    expect(await sessions.find(session.id)).not.toBeNull();
    await clock.pass(30_000);
    await sessions.find(session.id);
    expect(await sessions.find(session.id)).toBeNull();
  });

  test("whoever the media server does not know any more is out", async () => {
    current = () => Promise.resolve(null);
    await clock.pass(2 * MINUTE_MS);
    expect(await sessions.find(session.id)).toBeNull();
    current = () => Promise.resolve(ALICE);
    expect(await sessions.find(session.id)).toBeNull();
  });

  test("while the media server is away the last rights hold, and it is asked twice a minute at most", async () => {
    current = away;
    await clock.pass(2 * MINUTE_MS);
    for (let second = 0; second < 60; second += 1) {
      expect((await sessions.find(session.id))?.viewer.name).toBe("Alice");
      await clock.pass(1000);
    }
    expect(checks).toBe(2);
    expect(troubles).toBe(2);
  });

  test("nobody waits for a media server that did not answer the last time", async () => {
    current = away;
    await clock.pass(2 * MINUTE_MS);
    await sessions.find(session.id);
    current = () => new Promise(() => {});
    await clock.pass(MINUTE_MS);
    expect((await sessions.find(session.id))?.viewer.name).toBe("Alice");
    expect(checks).toBe(2);
  });

  test("what happened meanwhile counts as soon as it answers again", async () => {
    current = away;
    await clock.pass(2 * MINUTE_MS);
    await sessions.find(session.id);
    current = () => Promise.resolve({ ...ALICE, isDisabled: true });
    await clock.pass(MINUTE_MS);
    await sessions.find(session.id);
    await settle();
    expect(await sessions.find(session.id)).toBeNull();
  });

  test("an open stream ends with its session, also after twelve hours in which nobody could be asked", async () => {
    const ends: SessionEnd[] = [];
    sessions.watch(session, (end) => ends.push(end));
    current = away;
    await clock.pass(11 * HOUR_MS);
    expect(ends).toEqual([]);
    await clock.pass(2 * HOUR_MS);
    expect(ends[0]).toBe("signed-out");
  });

  test("an open stream ends when rights change", async () => {
    const ends: SessionEnd[] = [];
    sessions.watch(session, (end) => ends.push(end));
    current = () => Promise.resolve({ ...ALICE, isAdmin: true });
    await clock.pass(3 * MINUTE_MS);
    expect(ends).toEqual(["rights-changed"]);
    expect((await sessions.find(session.id))?.viewer.isAdmin).toBe(true);
  });

  test("a stream that opens as its session ends, or as rights change, is told at once", async () => {
    const endsOf = (watched: Session): SessionEnd[] => {
      const ends: SessionEnd[] = [];
      sessions.watch(watched, (end) => ends.push(end))();
      return ends;
    };
    expect(endsOf(session)).toEqual([]);
    current = () => Promise.resolve({ ...ALICE, isAdmin: true });
    await clock.pass(2 * MINUTE_MS);
    const promoted = (await sessions.find(session.id)) as Session;
    expect(endsOf(session)).toEqual(["rights-changed"]);
    expect(endsOf(promoted)).toEqual([]);
    await sessions.signOut(promoted);
    expect(endsOf(promoted)).toEqual(["signed-out"]);
  });
});
