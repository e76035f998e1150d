import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

import type { Browser } from "../browser.ts";
import { EventReader, type StreamEvent } from "../event-reader.ts";
import { momentAfter, NOTHING_SHOWN, type Moment } from "../moment.ts";
import type { Person } from "./cast.ts";

/** Who looks, and at what. Tabs of one audience are shown the same. */
export interface Looking {
  readonly person: Person;
  readonly showAll: boolean;
  readonly isDelta: boolean;
  /** Whether it takes compressed answers, as browsers do. */
  readonly isPacked?: boolean;
}

/** What a tab tells whoever watches over it. */
export interface TabEvents {
  /** Something new is on the screen. */
  moment(tab: Tab, event: StreamEvent): void;
  /** The stream could not be opened, or ended although nobody closed it. */
  broken(tab: Tab, what: string): void;
}

/** One tab of a browser: it keeps what is on the screen, also over a lost connection, and nothing older. */
export class Tab {
  readonly looking: Looking;
  moment: Moment = NOTHING_SHOWN;
  /** Of the newest event that had one. */
  lastEventId: string | null = null;
  readonly #browser: Browser;
  readonly #events: TabEvents;
  #response: IncomingMessage | null = null;
  /** Counts how often the stream was opened or left: an answer to an earlier question is of no use any more. */
  #turn = 0;
  #isPaused = false;

  constructor(browser: Browser, looking: Looking, events: TabEvents) {
    this.#browser = browser;
    this.looking = looking;
    this.#events = events;
  }

  /** Opens the stream, or, after `lose`, goes on where it stopped. */
  async open(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const { showAll, isDelta } = this.looking;
    const query = `?showAll=${showAll ? 1 : 0}&delta=${isDelta ? 1 : 0}`;
    const headers: Record<string, string> = {
      "accept-encoding": this.looking.isPacked === true ? "gzip" : "identity",
      ...(this.lastEventId === null ? {} : { "last-event-id": this.lastEventId }),
    };
    const response = await this.#browser.openStream(query, headers);
    if (turn !== this.#turn) {
      response.destroy();
      return;
    }
    if (response.statusCode !== 200) {
      response.resume();
      this.#events.broken(this, `the stream answered ${response.statusCode}`);
      return;
    }
    this.#response = response;
    const reader = new EventReader((event) => {
      if (this.#response === response) this.#take(event);
    });
    unpacked(response)
      .setEncoding("utf8")
      .on("data", (text: string) => reader.take(text));
    if (this.#isPaused) response.pause();
    response.on("error", () => {});
    response.once("close", () => {
      if (this.#response !== response) return;
      this.#response = null;
      this.#events.broken(this, "the stream was ended");
    });
  }

  /** The connection is lost; what is on the screen stays. */
  lose(): void {
    this.#turn += 1;
    const response = this.#response;
    this.#response = null;
    response?.destroy();
  }

  /** Takes nothing from its connection from now on, were it only to be opened; the connection stays. */
  pause(): void {
    this.#isPaused = true;
    this.#response?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#response?.resume();
  }

  #take(event: StreamEvent): void {
    this.moment = momentAfter(this.moment, event);
    this.lastEventId = event.id ?? this.lastEventId;
    this.#events.moment(this, event);
  }
}

function unpacked(response: IncomingMessage): Readable {
  if (response.headers["content-encoding"] !== "gzip") return response;
  // What is cut short is told by the response.
  return response.pipe(createGunzip()).on("error", () => {});
}
