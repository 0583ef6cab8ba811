/**
 * What a training does to the weights: where they started, and by how much one of its latest steps moved each of them.
 * Measured as the difference of copies, so that it holds for every optimizer, clipping and decay included. A step is
 * traced now and then only, because a copy of all weights costs as much as a small step.
 */
import type { Weight } from "../engine/weights.ts";

const BYTES_PER_NUMBER = 4;
/** The start, and the copy from which the latest traced step is measured. */
const COPIES = 2;

export function traceBytes(weights: readonly Pick<Weight, "value">[]): number {
  return weights.reduce((sum, { value }) => sum + value.length * BYTES_PER_NUMBER * COPIES, 0);
}

export class WeightTrace {
  readonly #weights: readonly Weight[];
  readonly #starts: ReadonlyMap<string, Float32Array>;
  /** Of before the traced step, while it is under way; then the differences. */
  readonly #updates: ReadonlyMap<string, Float32Array>;
  #hasUpdate = false;

  /** The weights as they are now are the start. */
  constructor(weights: readonly Weight[]) {
    this.#weights = weights;
    const copies = (): Map<string, Float32Array> =>
      new Map(weights.map(({ name, value }) => [name, Float32Array.from(value)]));
    this.#starts = copies();
    this.#updates = copies();
  }

  /** To be called before a step. */
  begin(): void {
    this.#hasUpdate = false;
    for (const { name, value } of this.#weights) this.#updates.get(name)?.set(value);
  }

  /** To be called after it: what has changed since `begin` is its update. */
  end(): void {
    this.#hasUpdate = true;
    for (const { name, value } of this.#weights) {
      const update = this.#updates.get(name);
      if (update) for (let i = 0; i < update.length; i++) update[i] = (value[i] as number) - (update[i] as number);
    }
  }

  /** By how much the values differ from the start; `undefined` if the training had no weight of this name and size. */
  changeOf(name: string, values: ArrayLike<number>): Float32Array | undefined {
    const start = this.#starts.get(name);
    if (start?.length !== values.length) return undefined;
    return start.map((before, i) => (values[i] as number) - before);
  }

  /** What the latest traced step added, as a copy; `undefined` if there was none, or no weight of this name and size. */
  updateOf(name: string, length: number): Float32Array | undefined {
    const update = this.#hasUpdate ? this.#updates.get(name) : undefined;
    return update?.length === length ? update.slice() : undefined;
  }
}
