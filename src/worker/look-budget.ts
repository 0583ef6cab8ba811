/**
 * How long looks at a model, and sending what they saw, may keep its running training waiting: a twenty-fifth of the time
 * that passes, so that maps and gradients that are shown while it trains never slow it down by more than a twentieth. The
 * rest is for what cannot be counted: garbage that looks leave, and caches that they empty. What is saved up lets a person
 * who chooses another layer be answered at once.
 */
import type { Platform } from "./platform.ts";

const SHARE = 0.04;
const MOST_SAVED_MS = 20;

export class LookBudget {
  readonly #platform: Pick<Platform, "now" | "breathe">;
  readonly #isTraining: () => boolean;
  /** Milliseconds; below zero after a look that took more than there were. */
  #saved = MOST_SAVED_MS;
  #savedAt: number;

  constructor(platform: Pick<Platform, "now" | "breathe">, isTraining: () => boolean) {
    this.#platform = platform;
    this.#isTraining = isTraining;
    this.#savedAt = platform.now();
  }

  /** Looks as soon as it may: at once while nothing is trained. */
  async look<T>(look: () => T): Promise<T> {
    while (this.#isTraining() && this.#save() <= 0) await this.#platform.breathe();
    return this.count(look);
  }

  /** Does at once what belongs to a look, and counts its time. */
  count<T>(work: () => T): T {
    const from = this.#platform.now();
    try {
      return work();
    } finally {
      this.#save();
      this.#saved -= this.#platform.now() - from;
    }
  }

  #save(): number {
    const now = this.#platform.now();
    this.#saved = Math.min(MOST_SAVED_MS, this.#saved + SHARE * (now - this.#savedAt));
    this.#savedAt = now;
    return this.#saved;
  }
}
