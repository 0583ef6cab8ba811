/**
 * How long looks at a model may keep its running training waiting: a twentieth of the time that passes, so that maps and
 * gradients that are shown while it trains never slow it down by more. What is saved up lets a person who chooses another
 * layer be answered at once.
 */
import type { Platform } from "./platform.ts";

const SHARE = 0.05;
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
    const from = this.#platform.now();
    try {
      return look();
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
