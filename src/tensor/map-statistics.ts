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

/** `activation` is the one that made the values; `undefined` for none. Values count as float32, as they are shown. */
export function mapStatistics(data: ArrayLike<number>, channels: number, activation?: ActivationName): MapStatistics[] {
  const values = data instanceof Float32Array ? data : Float32Array.from(data);
  const sums = new Sums(values, channels);
  const [low, high] = flatBounds(activation);
  if (Number.isFinite(low) || Number.isFinite(high)) sums.countFlat(low, high);
  return Array.from({ length: channels }, (_, channel) => sums.statistics(channel));
}

/** At or below the first value and at or above the second the activation is flat. */
function flatBounds(activation: ActivationName | undefined): [low: number, high: number] {
  if (activation === "sigmoid") return [NEAR, 1 - NEAR];
  if (activation === "tanh") return [NEAR - 1, 1 - NEAR];
  return [Number.NEGATIVE_INFINITY, activation === "relu6" ? 6 : Number.POSITIVE_INFINITY];
}

/**
 * Of all channels side by side, in arrays of numbers: millions of values are added while somebody waits for the maps. Sums are
 * of differences from one of the channel's own values, so that one pass gives a variance without loss: the distance of that
 * value from the mean is itself a part of it.
 */
class Sums {
  readonly #values: Float32Array;
  readonly #channels: number;
  readonly #count: number;
  readonly #pivot: Float64Array;
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  readonly #sum: Float64Array;
  readonly #squares: Float64Array;
  readonly #zeros: Int32Array;
  readonly #saturated: Int32Array;

  constructor(values: Float32Array, channels: number) {
    this.#values = values;
    this.#channels = channels;
    this.#count = channels === 0 ? 0 : values.length / channels;
    this.#pivot = Float64Array.from(values.subarray(0, channels));
    this.#low = this.#pivot.slice();
    this.#high = this.#pivot.slice();
    this.#sum = new Float64Array(channels);
    this.#squares = new Float64Array(channels);
    this.#zeros = new Int32Array(channels);
    this.#saturated = new Int32Array(channels);
    this.#add();
  }

  #add(): void {
    const [values, channels, pivot, low, high] = [this.#values, this.#channels, this.#pivot, this.#low, this.#high];
    const [sum, squares, zeros] = [this.#sum, this.#squares, this.#zeros];
    const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
    for (let base = 0; base < values.length; base += channels) {
      for (let c = 0; c < channels; c++) {
        const value = values[base + c]!;
        const distance = value - pivot[c]!;
        sum[c]! += distance;
        squares[c]! += distance * distance;
        // Whether all bits but the sign are 0, without a branch: behind a ReLU no processor foresees it.
        const unsigned = bits[base + c]! << 1;
        zeros[c]! += ((unsigned | -unsigned) >>> 31) ^ 1;
        if (value < low[c]!) low[c] = value;
        if (value > high[c]!) high[c] = value;
      }
    }
  }

  /** Counts the values at or below the first and at or above the second. */
  countFlat(flatLow: number, flatHigh: number): void {
    const [values, channels, saturated] = [this.#values, this.#channels, this.#saturated];
    for (let i = 0, c = 0; i < values.length; i++, c = c + 1 === channels ? 0 : c + 1) {
      const value = values[i]!;
      if (Number.isFinite(value) && (value <= flatLow || value >= flatHigh)) saturated[c]!++;
    }
  }

  statistics(channel: number): MapStatistics {
    const at = (values: Float64Array | Int32Array): number => values[channel] as number;
    const counts = { zeros: at(this.#zeros), count: this.#count, saturated: at(this.#saturated) };
    // Sums of float32 stay far below what float64 holds: only what is not finite makes them so.
    if (!Number.isFinite(at(this.#sum))) return { ...this.#withoutOddities(channel), ...counts };
    const finite = Math.max(1, this.#count);
    const mean = at(this.#sum) / finite;
    return {
      low: this.#count === 0 ? 0 : at(this.#low),
      high: this.#count === 0 ? 0 : at(this.#high),
      mean: this.#count === 0 ? 0 : at(this.#pivot) + mean,
      variance: Math.max(0, at(this.#squares) / finite - mean * mean),
      ...{ nan: 0, infinite: 0 },
      ...counts,
    };
  }

  /** Of a channel that has some. */
  #withoutOddities(channel: number): Omit<MapStatistics, "zeros" | "count" | "saturated"> {
    const all = Float64Array.from({ length: this.#count }, (_, at) => this.#values[at * this.#channels + channel]!);
    const finite = all.filter(Number.isFinite);
    const nan = all.filter(Number.isNaN).length;
    const count = Math.max(1, finite.length);
    const mean = finite.reduce((sum, value) => sum + value, 0) / count;
    return {
      low: finite.length === 0 ? 0 : finite.reduce((least, value) => Math.min(least, value)),
      high: finite.length === 0 ? 0 : finite.reduce((most, value) => Math.max(most, value)),
      mean,
      variance: finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count,
      nan,
      infinite: all.length - finite.length - nan,
    };
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
