/** Time that a piece of work has, and no trace of it afterwards. */
export interface TimeLimit {
  /** Aborted when the time is up, or when the caller gives up (with the caller's reason). */
  readonly signal: AbortSignal;
  /** Whether the time is up. */
  readonly isOver: boolean;
  /** The work is done. A limit that is not ended keeps what the work held until its time is up. */
  end(): void;
}

/**
 * Limits a piece of work in time; to be ended when it is done, however it ended.
 *
 * @param caller who may give up before.
 */
export function limitTime(ms: number, caller: AbortSignal | null = null): TimeLimit {
  const controller = new AbortController();
  let isOver = false;
  const giveUp = (): void => controller.abort(caller?.reason);
  const timer = setTimeout(() => {
    isOver = true;
    controller.abort(new DOMException("The time is up", "TimeoutError"));
  }, ms);
  timer.unref();
  if (caller?.aborted === true) giveUp();
  else caller?.addEventListener("abort", giveUp, { once: true });
  return {
    signal: controller.signal,
    get isOver() {
      return isOver;
    },
    end() {
      clearTimeout(timer);
      caller?.removeEventListener("abort", giveUp);
    },
  };
}
