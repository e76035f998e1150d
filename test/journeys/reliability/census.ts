import { EventEmitter } from "node:events";
import { Session, type Runtime } from "node:inspector";

/** What a process holds after everything that can be let go was let go: numbers by name, any of which must not grow. */
export type Census = Readonly<Record<string, number>>;

/** Where the debugger finds the prototypes it is asked about. */
const SHELF = "__censusPrototypes";
const PROTOTYPES = {
  Map: Map.prototype,
  Set: Set.prototype,
  Promise: Promise.prototype,
  AbortSignal: AbortSignal.prototype,
  EventEmitter: EventEmitter.prototype,
  Timeout: timeoutPrototype(),
};

type Kind = keyof typeof PROTOTYPES;
type Counts = (all: never[]) => Readonly<Record<string, number>>;

/** What is counted of all living objects with a prototype. These functions are sent to the debugger as text. */
const COUNTS: Readonly<Record<Kind, Counts>> = {
  Map: (all: Map<unknown, unknown>[]) => ({
    "map entries": all.reduce((sum, { size }) => sum + size, 0),
  }),
  Set: (all: Set<unknown>[]) => ({ "set entries": all.reduce((sum, { size }) => sum + size, 0) }),
  Promise: ({ length }) => ({ promises: length }),
  AbortSignal: ({ length }) => ({ "abort signals": length }),
  Timeout: ({ length }) => ({ timers: length }),
  EventEmitter: (all: EventEmitter[]) => {
    // Streams come and go with connections that are kept for a while: they are counted apart.
    const others = all.filter((one) => !("pipe" in one));
    const counts = others.flatMap((one) => one.eventNames().map((name) => one.listenerCount(name)));
    return {
      streams: all.length - others.length,
      listeners: counts.reduce((sum, count) => sum + count, 0),
    };
  },
};

/**
 * Counts what this process holds: every collection, timer, listener, promise and handle, whoever made it and however
 * private, and its memory in bytes. Needs `--expose-gc`. Takes about a second.
 */
export async function takeCensus(): Promise<Census> {
  // What was let go a moment ago may have finalizers that let go of more.
  for (let turn = 0; turn < 3; turn += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return {
    "heap bytes": heapUsed + external,
    "resident bytes": rss,
    ...countResources(),
    ...countObjects(),
  };
}

/** Open handles and requests by kind, e.g. `TCPSocketWrap`. */
function countResources(): Census {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    const name = `resource ${kind}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function countObjects(): Census {
  const debug = new Session();
  debug.connect();
  Object.assign(globalThis, { [SHELF]: PROTOTYPES });
  try {
    const counts = Object.entries(COUNTS).map(([kind, count]) =>
      countWith(debug, kind as Kind, count.toString()),
    );
    return Object.assign({}, ...counts) as Census;
  } finally {
    Reflect.deleteProperty(globalThis, SHELF);
    debug.disconnect();
  }
}

function countWith(debug: Session, kind: Kind, count: string): Census {
  const prototype = call(debug, "Runtime.evaluate", {
    expression: `${SHELF}.${kind}`,
  }) as Runtime.EvaluateReturnType;
  const { objects } = call(debug, "Runtime.queryObjects", {
    prototypeObjectId: prototype.result.objectId,
  }) as Runtime.QueryObjectsReturnType;
  const { result } = call(debug, "Runtime.callFunctionOn", {
    objectId: objects.objectId,
    // Prototypes of subclasses are found as well, and are none of them.
    functionDeclaration: `function () { return (${count})([...this].filter((one) => !Object.hasOwn(one, "constructor"))); }`,
    returnByValue: true,
  }) as Runtime.CallFunctionOnReturnType;
  call(debug, "Runtime.releaseObject", { objectId: objects.objectId });
  if (result.subtype === "error") throw new Error(result.description);
  return result.value as Census;
}

/** The debugger of one's own process answers before the call returns. */
function call(debug: Session, method: string, params: object): unknown {
  let answer: unknown = null;
  debug.post(method, params, (error, result) => {
    if (error !== null) throw error;
    answer = result;
  });
  return answer;
}

function timeoutPrototype(): object {
  const timer = setTimeout(() => {}, 0);
  clearTimeout(timer);
  return Object.getPrototypeOf(timer) as object;
}
