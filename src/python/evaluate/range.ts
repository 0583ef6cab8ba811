/** `range(...)`. */

import { Native } from "../native.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { Slice, Unknown, type Value } from "../value.ts";
import { slicePlaces } from "./slices.ts";

/** Longer loops than this are not followed. */
const LONGEST = 100_000;

export class Range extends Native {
  readonly typeName = "range";
  readonly start: number;
  readonly stop: number;
  readonly step: number;

  constructor(start: number, stop: number, step: number) {
    super();
    this.start = start;
    this.stop = stop;
    this.step = step;
  }

  get count(): number {
    return Math.max(0, Math.ceil((this.stop - this.start) / this.step));
  }

  override iterate(): readonly Value[] | undefined {
    if (this.count > LONGEST) return undefined;
    return Array.from({ length: this.count }, (_, index) => this.start + index * this.step);
  }

  override length(): Value {
    return this.count;
  }

  override truth(): boolean {
    return this.count > 0;
  }

  override item(run: Run, key: Value, site: Site): Value {
    if (typeof key === "number") {
      const index = key < 0 ? key + this.count : key;
      if (index < 0 || index >= this.count) run.raise("IndexError", "range object index out of range", site);
      return this.start + index * this.step;
    }
    const places = key instanceof Slice && this.count <= LONGEST ? slicePlaces(key, this.count) : undefined;
    if (places === undefined) return new Unknown("the place in the range is not known");
    const at = (place: number): number => this.start + place * this.step;
    run.spend(places.length >> 2);
    const by = (key as Slice).step ?? 1;
    const step = this.step * (by as number);
    const [first] = places;
    if (first === undefined) return new Range(this.start, this.start, step);
    return new Range(at(first), at(places.at(-1) as number) + Math.sign(step), step);
  }

  override attribute(_run: Run, name: string): Value | undefined {
    return name === "start" ? this.start : name === "stop" ? this.stop : name === "step" ? this.step : undefined;
  }
}
