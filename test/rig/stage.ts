import { createMediaServerSimulator } from "../../demo/simulators/media-server/index.ts";
import { disagreements, type Sample } from "./compare.ts";
import type { EventStream } from "./event-stream.ts";
import { INSTANCES, instanceSettings, openClient, type ConfiguredInstance } from "./instances.ts";
import type { ClientUnderTest, Reading } from "./reading.ts";
import type { Rig } from "./rig.ts";
import type { Dashboard, Shown } from "./shown.ts";
import { SofarrProcess } from "./sofarr-process.ts";
import { until } from "./until.ts";

export const POLL_INTERVAL_MS = 1000;
/**
 * What is shown may be as old as a poll, the answer to it, and the frame; on a busy machine each takes its time. That
 * progress never goes back is checked apart.
 */
export const LAG_MS = 5 * POLL_INTERVAL_MS;
const AGREE_LIMIT_MS = 10_000;
/** REST is limited to 300 calls in a quarter of an hour. */
const AGREE_EVERY_MS = 1000;
const ADMIN = { username: "Robin", password: "rig-sign-in" };

/** Everything that stands while the tests run: the real clients, our server, an admin signed in, both streams open. */
export class Stage {
  readonly rig: Rig;
  readonly sofarr: SofarrProcess;
  readonly whole: EventStream;
  readonly delta: EventStream;
  readonly #cookie: string;
  readonly #clients: ReadonlyMap<string, ClientUnderTest>;
  readonly #closeMediaServer: () => Promise<void>;

  private constructor(parts: {
    rig: Rig;
    sofarr: SofarrProcess;
    whole: EventStream;
    delta: EventStream;
    cookie: string;
    clients: ReadonlyMap<string, ClientUnderTest>;
    closeMediaServer: () => Promise<void>;
  }) {
    this.rig = parts.rig;
    this.sofarr = parts.sofarr;
    this.whole = parts.whole;
    this.delta = parts.delta;
    this.#cookie = parts.cookie;
    this.#clients = parts.clients;
    this.#closeMediaServer = parts.closeMediaServer;
  }

  static async set(rig: Rig): Promise<Stage> {
    const clients = new Map(
      Object.entries(rig.clients).map(([name, client]) => [name, openClient(client)]),
    );
    const mediaServer = createMediaServerSimulator({
      users: [{ name: ADMIN.username, password: ADMIN.password, isAdmin: true }],
    });
    await mediaServer.start();
    const sofarr = await SofarrProcess.start({
      ...instanceSettings(rig),
      EMBY_URL: mediaServer.server.url,
      POLL_INTERVAL: String(POLL_INTERVAL_MS),
    });
    const closeMediaServer = (): Promise<void> => mediaServer.stop();
    try {
      const cookie = await sofarr.signIn(ADMIN.username, ADMIN.password);
      const whole = await sofarr.stream(cookie, "whole");
      const delta = await sofarr.stream(cookie, "delta");
      return new Stage({ rig, sofarr, whole, delta, cookie, clients, closeMediaServer });
    } catch (error) {
      await sofarr.stop();
      await closeMediaServer();
      throw error;
    }
  }

  /** Ends the server. @returns its exit code. */
  async strike(): Promise<number | null> {
    this.whole.close();
    this.delta.close();
    const code = await this.sofarr.stop();
    await this.#closeMediaServer();
    return code;
  }

  /** The client behind an instance, by its own interface. */
  client({ rigClient }: ConfiguredInstance): ClientUnderTest {
    const client = this.#clients.get(rigClient);
    if (client === undefined) throw new Error(`the rig has no ${rigClient}`);
    return client;
  }

  /** The id of one of the rig's downloads. */
  id({ rigClient }: ConfiguredInstance, key: string): string {
    const download = this.rig.clients[rigClient]?.downloads.find((one) => one.key === key);
    const id = download?.infohash ?? download?.nzoId;
    if (id === undefined) throw new Error(`the rig has no ${rigClient}:${key}`);
    return id;
  }

  /** The dashboard by REST. */
  rest(): Promise<Dashboard> {
    return this.sofarr.dashboard(this.#cookie);
  }

  async sample(instance: ConfiguredInstance): Promise<Sample> {
    const askedAt = performance.now();
    const readings = await this.client(instance).read();
    return { askedAt, answeredAt: performance.now(), readings };
  }

  /**
   * Reads the client before and after asking for what is shown, until the two agree in every download and field.
   *
   * @returns the readings they agree with.
   * @throws Error with each disagreement, when there still is one after a while.
   */
  agreement(
    instance: ConfiguredInstance,
    show: () => Promise<Dashboard>,
  ): Promise<readonly Reading[]> {
    const samples: Sample[] = [];
    const look = async (): Promise<readonly Reading[]> => {
      samples.push(await this.sample(instance));
      const { downloads } = await show();
      const last = await this.sample(instance);
      samples.push(last);
      const recent = samples.filter(({ answeredAt }) => answeredAt > last.askedAt - LAG_MS);
      const problems = disagreements(of(instance, downloads), recent);
      if (problems.length > 0) throw new Error(problems.join("\n"));
      return last.readings;
    };
    return until(`${instance.id} agrees`, AGREE_LIMIT_MS, look, AGREE_EVERY_MS);
  }
}

/** Every instance that leads to the same client as this one, itself included. */
export function instancesOf({ rigClient }: ConfiguredInstance): readonly ConfiguredInstance[] {
  return INSTANCES.filter((one) => one.rigClient === rigClient);
}

/** The downloads of one instance. */
export function of({ id }: ConfiguredInstance, downloads: readonly Shown[]): readonly Shown[] {
  return downloads.filter((one) => one.instanceId === id);
}
