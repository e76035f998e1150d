/**
 * What one download client says of one of its downloads, read without any code of the product's own, so that
 * the two can disagree.
 */
export interface Reading {
  /** Lower-case infohash, or the nzo_id to the letter. */
  readonly id: string;
  readonly title: string;
  /** Of what is wanted; `null` while unknown. */
  readonly sizeBytes: number | null;
  /** 0 to 100 of what is wanted; `null` where the client's own number says nothing (a failed job). */
  readonly progressPercent: number | null;
  /** The client's own words or numbers, for messages. */
  readonly rawState: string;
  readonly category: string | null;
  readonly bytesPerSecond: number;
  /** Every word of ours that is true of this state. */
  readonly expectedStatuses: readonly string[];
}

/** One real download client by its own interface: read it, and do to it what its owner would. */
export interface ClientUnderTest {
  read(): Promise<readonly Reading[]>;
  pause(id: string): Promise<void>;
  resume(id: string): Promise<void>;
  /** Removes the download; its data may stay. */
  remove(id: string): Promise<void>;
}

/** How long one call to a real download client may take. */
export const CALL_LIMIT_MS = 15_000;

/** @throws Error naming the client and the status, unless the answer is a success. */
export async function expectSuccess(response: Response, what: string): Promise<Response> {
  if (!response.ok) throw new Error(`${what}: HTTP ${response.status} ${await response.text()}`);
  return response;
}
