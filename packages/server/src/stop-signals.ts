/** When to stop, and when to do so without waiting for anybody. */
export interface StopSignals {
  /** The first SIGTERM or SIGINT. */
  readonly asked: Promise<NodeJS.Signals>;
  /** Aborted by another one: somebody is impatient. */
  readonly hurry: AbortSignal;
}

/** Takes both signals over from now on: also one that comes before there is anything to stop is heard. */
export function listenForStop(): StopSignals {
  const hurry = new AbortController();
  const asked = new Promise<NodeJS.Signals>((resolve) => {
    let isAsked = false;
    const hear = (signal: NodeJS.Signals): void => {
      if (isAsked) hurry.abort();
      isAsked = true;
      resolve(signal);
    };
    process.on("SIGTERM", hear).on("SIGINT", hear);
  });
  return { asked, hurry: hurry.signal };
}
