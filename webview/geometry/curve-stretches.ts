/** A curve of many steps in a few lines: stretches of equally many points, each with what its losses were like. */
import type { CurvePoint } from "../../src/protocol/training.ts";

export interface Stretch {
  readonly from: number;
  /** Its last step. */
  readonly to: number;
  /** Of the finite losses; `undefined` if there is none. */
  readonly mean: number | undefined;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

/** No more stretches than `most`; one for each point where these are fewer. */
export function stretchesOf(curve: readonly CurvePoint[], most: number): Stretch[] {
  const each = Math.max(1, Math.ceil(curve.length / most));
  return Array.from({ length: Math.ceil(curve.length / each) }, (_, at) =>
    stretchOf(curve.slice(at * each, (at + 1) * each)),
  );
}

function stretchOf(points: readonly CurvePoint[]): Stretch {
  const losses = points.map(({ loss }) => loss).filter(Number.isFinite);
  const isEmpty = losses.length === 0;
  return {
    from: points[0]?.step ?? 0,
    to: points.at(-1)?.step ?? 0,
    mean: isEmpty ? undefined : losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
    low: isEmpty ? undefined : Math.min(...losses),
    high: isEmpty ? undefined : Math.max(...losses),
  };
}
