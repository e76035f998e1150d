import type { ArrConnection } from "./arr-nouns.ts";
import { flag } from "./arr-paging.ts";
import type { ArrWorld } from "./arr-world.ts";
import {
  readConnection,
  validateConnection,
  validationFailure,
  type ValidationFailure,
} from "./connection-input.ts";
import { connectionResource, connectionSchema } from "./connection-resource.ts";
import { deliver } from "./webhook-delivery.ts";
import { testBody } from "./webhook-body.ts";

/** A status and what to send with it. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export const NOT_FOUND: Answer = { status: 404, body: { message: "NotFound" } };
const BROKEN: Answer = { status: 500, body: { message: "Sequence contains no matching element" } };
const FIRST_BAD_STATUS = 400;

export interface ConnectionCall {
  readonly method: string;
  /** What follows `/notification`: "", "/3", "/schema", "/test", "/testall". */
  readonly rest: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Everything below /notification. */
export async function answerConnections(world: ArrWorld, call: ConnectionCall): Promise<Answer> {
  switch (`${call.method} ${call.rest}`) {
    case "GET ":
      return { status: 200, body: world.connections.map((one) => connectionResource(world, one)) };
    case "GET /schema":
      return { status: 200, body: connectionSchema(world) };
    case "POST ":
      return create(world, call.body);
    case "POST /test":
      return test(world, call.body);
    case "POST /testall":
      return testAll(world);
  }
  const id = Number(/^\/(\d+)$/.exec(call.rest)?.[1] ?? "0");
  const stored = world.connections.find((one) => one.id === id);
  if (stored === undefined) return NOT_FOUND;
  switch (call.method) {
    case "GET":
      return { status: 200, body: connectionResource(world, stored) };
    case "PUT":
      return replace(world, stored, call);
    case "DELETE":
      world.connections = world.connections.filter((one) => one !== stored);
      return { status: 200, body: {} };
    default:
      return { status: 405, body: null };
  }
}

/** Validates, calls the URL, then saves. `forceSave` makes no difference on creation. */
async function create(world: ArrWorld, body: ConnectionCall["body"]): Promise<Answer> {
  const connection = readConnection(world, body, null);
  if (connection === "broken") return BROKEN;
  const failures = await check(world, connection, true);
  if (failures.length > 0) return { status: 400, body: failures };
  const saved = { ...connection, id: world.nextId("connection") };
  world.connections.push(saved);
  return { status: 201, body: connectionResource(world, saved) };
}

/** Replaces the whole connection: what is not sent goes back to its default. */
async function replace(
  world: ArrWorld,
  stored: ArrConnection,
  call: ConnectionCall,
): Promise<Answer> {
  const connection = readConnection(world, call.body, stored);
  if (connection === "broken") return BROKEN;
  const failures = await check(world, connection, !flag(call.query, "forceSave"));
  if (failures.length > 0) return { status: 400, body: failures };
  world.connections = world.connections.map((one) => (one === stored ? connection : one));
  return { status: 202, body: connectionResource(world, connection) };
}

async function test(world: ArrWorld, body: ConnectionCall["body"]): Promise<Answer> {
  const stored = world.connections.find((one) => one.id === body["id"]) ?? null;
  const connection = readConnection(world, body, stored);
  if (connection === "broken") return BROKEN;
  const invalid = validateConnection(world, connection);
  const failures = invalid.length > 0 ? invalid : await callUrl(world, connection);
  return failures.length > 0 ? { status: 400, body: failures } : { status: 200, body: {} };
}

async function testAll(world: ArrWorld): Promise<Answer> {
  const results = await Promise.all(
    world.connections.map(async (connection) => {
      const validationFailures = await callUrl(world, connection);
      return { id: connection.id, isValid: validationFailures.length === 0, validationFailures };
    }),
  );
  return { status: results.every((one) => one.isValid) ? 200 : 400, body: results };
}

/** A connection with nothing switched on is saved without a test. */
async function check(
  world: ArrWorld,
  connection: ArrConnection,
  isTested: boolean,
): Promise<ValidationFailure[]> {
  const failures = validateConnection(world, connection);
  if (failures.length > 0 || !isTested) return failures;
  return Object.values(connection.flags).some(Boolean) ? callUrl(world, connection) : [];
}

async function callUrl(world: ArrWorld, connection: ArrConnection): Promise<ValidationFailure[]> {
  const { status } = await deliver(world, connection, testBody(world));
  if (status !== null && status < FIRST_BAD_STATUS) return [];
  const reason = status === null ? "no answer" : `HTTP request failed: [${status}]`;
  return [validationFailure("Url", `Unable to post to webhook: ${reason}`)];
}
