/**
 * The columns of the loss chart: steps, each step's loss, its trend, and what each epoch's end found. Gaps are null, as
 * uPlot wants them.
 */
import type { CurvePoint, EpochResult } from "../../src/protocol/training.ts";

type Column = (number | null)[];

export interface CurveData {
  readonly steps: number[];
  readonly loss: Column;
  readonly trend: Column;
  /** Of the training images, as all of an epoch's batches found together. */
  readonly accuracy: Column;
  readonly testLoss: Column;
  readonly testAccuracy: Column;
}

/** Fewer points than this show their trend by themselves. */
const LEAST_FOR_TREND = 40;

/** All columns over the union of the curve's steps and the epochs' ends, in rising order. */
export function curveData(curve: readonly CurvePoint[], epochs: readonly EpochResult[]): CurveData {
  const trends = trendOf(curve);
  const data: CurveData = { steps: [], loss: [], trend: [], accuracy: [], testLoss: [], testAccuracy: [] };
  let next = 0;
  const push = (step: number, point: number | undefined, result: EpochResult | undefined): void => {
    data.steps.push(step);
    data.loss.push(finite(point === undefined ? undefined : curve[point]?.loss));
    data.trend.push(finite(point === undefined ? undefined : trends[point]));
    data.accuracy.push(finite(result?.accuracy));
    data.testLoss.push(finite(result?.valLoss));
    data.testAccuracy.push(finite(result?.valAccuracy));
  };
  for (const result of epochs) {
    const end = result.step;
    for (; next < curve.length && (curve[next] as CurvePoint).step < end; next++)
      push((curve[next] as CurvePoint).step, next, undefined);
    const meets = curve[next]?.step === end;
    push(end, meets ? next : undefined, result);
    if (meets) next++;
  }
  for (; next < curve.length; next++) push((curve[next] as CurvePoint).step, next, undefined);
  return data;
}

/**
 * The exponential moving average over about a fiftieth of the points, begun without bias (Kingma and Ba's correction:
 * divided by 1 - (1 - share)^n), so that it starts at the first loss and not at zero.
 */
export function trendOf(curve: readonly CurvePoint[]): (number | undefined)[] {
  if (curve.length < LEAST_FOR_TREND) return curve.map(() => undefined);
  const share = Math.min(0.5, 50 / curve.length);
  let sum = 0;
  let weight = 0;
  return curve.map(({ loss }) => {
    if (!Number.isFinite(loss)) return undefined;
    sum = sum * (1 - share) + loss * share;
    weight = weight * (1 - share) + share;
    return sum / weight;
  });
}

/**
 * Where the loss axis should end: above all trends and tests and nearly all single losses, so that a few wild batches do
 * not press the rest to the ground. 1 where there is no loss above zero.
 */
export function chartTop({ loss, trend, testLoss }: CurveData): number {
  const single = loss.filter((value) => value !== null).sort((a, b) => a - b);
  const hasTrend = trend.some((value) => value !== null);
  const usual = single[Math.ceil(single.length * (hasTrend ? 0.98 : 1)) - 1] ?? 0;
  let top = usual;
  for (const value of [...trend, ...testLoss]) if (value !== null && value > top) top = value;
  return top > 0 ? top * 1.05 : 1;
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
