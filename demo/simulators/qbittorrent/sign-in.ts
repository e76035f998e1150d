/** How the WebUI treats passwords. */
export interface SignInSettings {
  readonly username: string;
  readonly password: string;
  /** Failed tries until the address is banned; 0 for never. */
  readonly maxFailures: number;
}

/** What became of a try to sign in. */
export type SignInOutcome = "accepted" | "wrong" | "banned";

const BAN_MS = 3_600_000;
export const BAN_TEXT =
  "Your IP address has been banned after too many failed authentication attempts.";

/** Checks passwords and bans the one address that can reach the simulator (loopback) after too many failures. */
export class SignIn {
  readonly #settings: SignInSettings;
  readonly #now: () => number;
  #failures = 0;
  #bannedUntil = 0;

  constructor(settings: SignInSettings, now: () => number) {
    this.#settings = settings;
    this.#now = now;
  }

  get isBanned(): boolean {
    return this.#now() < this.#bannedUntil;
  }

  /** While banned even the right password is refused, and no new failure is counted. */
  try(username: string, password: string): SignInOutcome {
    if (this.isBanned) return "banned";
    if (this.#bannedUntil > 0) this.forgive();
    if (username === this.#settings.username && password === this.#settings.password) {
      this.#failures = 0;
      return "accepted";
    }
    this.#failures += 1;
    const { maxFailures } = this.#settings;
    if (maxFailures > 0 && this.#failures >= maxFailures) this.#bannedUntil = this.#now() + BAN_MS;
    return "wrong";
  }

  /** Lifts the ban and forgets failures. */
  forgive(): void {
    this.#failures = 0;
    this.#bannedUntil = 0;
  }
}
