/** What each feature map of a tensor looks like in numbers. All data is row-major with the channels last. */
import type { ActivationName } from "./activation.ts";

export interface MapStatistics {
  /** Of the finite values, as all but the counts; 0 if there are none. */
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly variance: number;
  readonly zeros: number;
  readonly nan: number;
  readonly infinite: number;
  readonly count: number;
  /** Values where the activation is flat. */
  readonly saturated: number;
}

export const mapSorts = ["channel", "mean", "maximum", "variance"] as const;

export type MapSort = (typeof mapSorts)[number];

/** The part of a map's values where the activation is flat, from which on it is called saturated. */
const SATURATED = 0.9;
/** How near to its end an S-shaped activation counts as flat: there its slope is below 0.01, and tanh's below 0.02. */
const NEAR = 0.01;

/** `activation` is the one that made the values; `undefined` for none. */
export function mapStatistics(data: ArrayLike<number>, channels: number, activation?: ActivationName): MapStatistics[] {
  const [low, high] = flatBounds(activation);
  const sums = new Sums(channels);
  sums.add(data, low, high);
  sums.deviate(data);
  return Array.from({ length: channels }, (_, channel) => sums.statistics(channel));
}

/** At or below the first value and at or above the second the activation is flat. */
function flatBounds(activation: ActivationName | undefined): [low: number, high: number] {
  if (activation === "sigmoid") return [NEAR, 1 - NEAR];
  if (activation === "tanh") return [NEAR - 1, 1 - NEAR];
  return [Number.NEGATIVE_INFINITY, activation === "relu6" ? 6 : Number.POSITIVE_INFINITY];
}

/** Of all channels side by side, in arrays of numbers: millions of values are added while somebody waits for the maps. */
class Sums {
  readonly #channels: number;
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  readonly #sum: Float64Array;
  readonly #squares: Float64Array;
  readonly #zeros: Float64Array;
  readonly #nan: Float64Array;
  readonly #infinite: Float64Array;
  readonly #saturated: Float64Array;
  #count = 0;

  constructor(channels: number) {
    this.#channels = channels;
    this.#low = new Float64Array(channels).fill(Number.POSITIVE_INFINITY);
    this.#high = new Float64Array(channels).fill(Number.NEGATIVE_INFINITY);
    const zeros = (): Float64Array => new Float64Array(channels);
    this.#sum = zeros();
    this.#squares = zeros();
    this.#zeros = zeros();
    this.#nan = zeros();
    this.#infinite = zeros();
    this.#saturated = zeros();
  }

  add(data: ArrayLike<number>, flatLow: number, flatHigh: number): void {
    const channels = this.#channels;
    const [low, high, sum, zeros, saturated] = [this.#low, this.#high, this.#sum, this.#zeros, this.#saturated];
    for (let i = 0, c = 0; i < data.length; i++, c = c + 1 === channels ? 0 : c + 1) {
      const value = data[i] as number;
      // Only of what is not finite the difference with itself is not zero.
      if (value - value !== 0) {
        this.#addOddity(value, c);
        continue;
      }
      if (value === 0) zeros[c]!++;
      if (value <= flatLow || value >= flatHigh) saturated[c]!++;
      if (value < low[c]!) low[c] = value;
      if (value > high[c]!) high[c] = value;
      sum[c]! += value;
    }
    this.#count = channels === 0 ? 0 : data.length / channels;
  }

  #addOddity(value: number, channel: number): void {
    const counts = Number.isNaN(value) ? this.#nan : this.#infinite;
    counts[channel]!++;
  }

  /** After all values were added: the squared distances from their means. */
  deviate(data: ArrayLike<number>): void {
    const [channels, squares] = [this.#channels, this.#squares];
    const means = Float64Array.from(squares, (_, channel) => this.#mean(channel));
    for (let i = 0, c = 0; i < data.length; i++, c = c + 1 === channels ? 0 : c + 1) {
      const value = data[i] as number;
      if (value - value === 0) squares[c]! += (value - means[c]!) ** 2;
    }
  }

  statistics(channel: number): MapStatistics {
    const at = (values: Float64Array): number => values[channel] as number;
    const isEmpty = at(this.#low) > at(this.#high);
    return {
      low: isEmpty ? 0 : at(this.#low),
      high: isEmpty ? 0 : at(this.#high),
      mean: this.#mean(channel),
      variance: at(this.#squares) / this.#finite(channel),
      zeros: at(this.#zeros),
      nan: at(this.#nan),
      infinite: at(this.#infinite),
      count: this.#count,
      saturated: at(this.#saturated),
    };
  }

  #finite(channel: number): number {
    return Math.max(1, this.#count - (this.#nan[channel] as number) - (this.#infinite[channel] as number));
  }

  #mean(channel: number): number {
    return (this.#sum[channel] as number) / this.#finite(channel);
  }
}

/** In the order in which they travel. */
const figures = ["low", "high", "mean", "variance", "zeros", "nan", "infinite", "count", "saturated"] as const;

/** As one array, for messages: all figures of the first map, then those of the second. */
export function packStatistics(maps: readonly MapStatistics[]): Float64Array {
  return Float64Array.from(maps.flatMap((map) => figures.map((name) => map[name])));
}

export function unpackStatistics(packed: Float64Array): MapStatistics[] {
  return Array.from({ length: packed.length / figures.length }, (_, map) => {
    const entries = figures.map((name, at) => [name, packed[map * figures.length + at]]);
    return Object.fromEntries(entries) as MapStatistics;
  });
}

export function notFinite({ nan, infinite }: MapStatistics): number {
  return nan + infinite;
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
