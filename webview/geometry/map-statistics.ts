/** What each feature map of a tensor looks like in numbers. All data is row-major with the channels last. */
import type { Range } from "./values.ts";

export interface MapStatistics extends Range {
  /** Of the finite values, as all but the counts. */
  readonly mean: number;
  readonly variance: number;
  readonly zeros: number;
  readonly notFinite: number;
  readonly count: number;
  /** Values where the activation is flat. */
  readonly saturated: number;
}

export type MapSort = "channel" | "mean" | "maximum" | "variance";

/** The part of a map's values where the activation is flat, from which on it is called saturated. */
const SATURATED = 0.9;
/** How near to its end an S-shaped activation counts as flat: there its slope is below 0.01, and tanh's below 0.02. */
const NEAR = 0.01;

/** `activation` is the one that made the values; `undefined` for none. */
export function mapStatistics(data: ArrayLike<number>, channels: number, activation?: string): MapStatistics[] {
  const [low, high] = flatBounds(activation);
  const maps = Array.from({ length: channels }, () => new Sums());
  for (let i = 0; i < data.length; i++) (maps[i % channels] as Sums).add(data[i] as number, low, high);
  for (let i = 0; i < data.length; i++) (maps[i % channels] as Sums).deviate(data[i] as number);
  return maps.map((sums) => sums.statistics());
}

/** At or below the first value and at or above the second the activation is flat. */
function flatBounds(activation: string | undefined): [low: number, high: number] {
  if (activation === "sigmoid") return [NEAR, 1 - NEAR];
  if (activation === "tanh") return [NEAR - 1, 1 - NEAR];
  return [Number.NEGATIVE_INFINITY, activation === "relu6" ? 6 : Number.POSITIVE_INFINITY];
}

class Sums {
  #low = Number.POSITIVE_INFINITY;
  #high = Number.NEGATIVE_INFINITY;
  #sum = 0;
  #squares = 0;
  #zeros = 0;
  #notFinite = 0;
  #count = 0;
  #saturated = 0;

  add(value: number, low: number, high: number): void {
    this.#count++;
    if (!Number.isFinite(value)) {
      this.#notFinite++;
      return;
    }
    if (value === 0) this.#zeros++;
    if (value <= low || value >= high) this.#saturated++;
    if (value < this.#low) this.#low = value;
    if (value > this.#high) this.#high = value;
    this.#sum += value;
  }

  /** After all values were added: the squared distance from their mean. */
  deviate(value: number): void {
    if (Number.isFinite(value)) this.#squares += (value - this.#mean) ** 2;
  }

  get #finite(): number {
    return Math.max(1, this.#count - this.#notFinite);
  }

  get #mean(): number {
    return this.#sum / this.#finite;
  }

  statistics(): MapStatistics {
    const isEmpty = this.#low > this.#high;
    return {
      low: isEmpty ? 0 : this.#low,
      high: isEmpty ? 0 : this.#high,
      mean: this.#mean,
      variance: this.#squares / this.#finite,
      zeros: this.#zeros,
      notFinite: this.#notFinite,
      count: this.#count,
      saturated: this.#saturated,
    };
  }
}

/** Whether every value is zero. */
export function isZero({ zeros, count }: MapStatistics): boolean {
  return count > 0 && zeros === count;
}

export function isSaturated({ saturated, count }: MapStatistics): boolean {
  return count > 0 && saturated >= SATURATED * count;
}

/** The channels in the order in which they are shown: the largest first, equal ones as they are numbered. */
export function sortMaps(maps: readonly MapStatistics[], by: MapSort): number[] {
  const channels = maps.map((_, channel) => channel);
  if (by === "channel") return channels;
  const key = (channel: number): number => {
    const { mean, high, variance } = maps[channel] as MapStatistics;
    return by === "mean" ? mean : by === "maximum" ? high : variance;
  };
  return channels.sort((a, b) => key(b) - key(a) || a - b);
}
