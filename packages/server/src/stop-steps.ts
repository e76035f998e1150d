/**
 * Runs every step, one after another, whatever becomes of those before it.
 *
 * @throws AggregateError of what went wrong.
 */
export async function runAll(steps: readonly (() => unknown)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, "not everything stopped");
}

/** Waits for work to end, but no longer than `ms`, nor once there is a hurry. @throws what the work throws until then. */
export async function within(
  ms: number,
  hurry: AbortSignal,
  work: Promise<unknown>,
): Promise<void> {
  if (hurry.aborted) return void work.catch(() => {});
  let stopWaiting = (): void => {};
  const waited = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    hurry.addEventListener("abort", () => resolve(), { once: true });
    stopWaiting = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  try {
    await Promise.race([work, waited]);
  } finally {
    stopWaiting();
  }
}
