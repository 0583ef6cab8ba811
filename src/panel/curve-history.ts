/**
 * The curve of a training, bounded: when there are too many points, neighbours are merged into their mean and from then on
 * as many new points as each stands for become one, so that the whole curve stays in view however long it runs.
 */
import type { CurvePoint } from "../protocol/training.ts";

/** Even, so that every point has a neighbour to be merged with. */
const MAX_POINTS = 20_000;

export class CurveHistory {
  #points: CurvePoint[] = [];
  /** Steps that one point stands for. */
  #stride = 1;
  #waiting: CurvePoint[] = [];

  get points(): readonly CurvePoint[] {
    return this.#points;
  }

  add(points: readonly CurvePoint[]): void {
    for (const point of points) {
      this.#waiting.push(point);
      if (this.#waiting.length < this.#stride) continue;
      this.#points.push(mergePoints(this.#waiting));
      this.#waiting = [];
      if (this.#points.length === MAX_POINTS) this.#halve();
    }
  }

  clear(): void {
    this.#points = [];
    this.#waiting = [];
    this.#stride = 1;
  }

  #halve(): void {
    const halved: CurvePoint[] = [];
    for (let i = 0; i < this.#points.length; i += 2) halved.push(mergePoints(this.#points.slice(i, i + 2)));
    this.#points = halved;
    this.#stride *= 2;
  }
}

/** The last point's step, with the mean of all losses. */
function mergePoints(points: readonly CurvePoint[]): CurvePoint {
  const loss = points.reduce((sum, point) => sum + point.loss, 0) / points.length;
  return { step: points.at(-1)?.step ?? 0, loss };
}
