/** How large the weights of each filter are, how large their gradients, and by how much a training moved them. */
import { type KernelPlan, tileOf } from "./tile-sources.ts";

/** Arrays of one kernel; what is not known is absent. */
export interface KernelArrays {
  readonly value: ArrayLike<number>;
  readonly gradient: ArrayLike<number> | undefined;
  /** Since the training began. */
  readonly change: ArrayLike<number> | undefined;
  /** Of one step. */
  readonly update: ArrayLike<number> | undefined;
}

/** Norms are roots of sums of squares, over all of the filter's input channels. */
export interface FilterStatistics {
  readonly norm: number;
  /** Of the weights. */
  readonly mean: number;
  readonly gradient: number | undefined;
  readonly change: number | undefined;
  /** The update's norm by the weights' own; `undefined` also if these are all zero. */
  readonly updateRatio: number | undefined;
  /** Whether the weights are nothing but their change: their ratio is large however steady the training is. */
  readonly fromZero: boolean;
  /** Weights and gradients that are NaN or infinite; they are left out of the norms and the mean. */
  readonly notFinite: number;
}

export const filterSorts = ["number", "norm", "mean", "gradient", "change", "updateRatio"] as const;
export type FilterSort = (typeof filterSorts)[number];

export const filterChoices = ["all", "withoutGradient", "unchanged", "notFinite"] as const;
export type FilterChoice = (typeof filterChoices)[number];

/** One for each of the plan's tiles. */
export function filterStatistics(
  plan: KernelPlan,
  { value, gradient, change, update }: KernelArrays,
): FilterStatistics[] {
  const values = sumsOf(plan, value);
  const [gradients, changes, updates] = [gradient, change, update].map((array) => array && sumsOf(plan, array));
  return values.map((sums, tile) => statisticsOf(sums, gradients?.[tile], changes?.[tile], updates?.[tile]));
}

/** Of a whole array, as of one filter. */
export function wholeStatistics({ value, gradient, change, update }: KernelArrays): FilterStatistics {
  const all = (array: ArrayLike<number>): Sums => {
    const sums = new Sums();
    for (let i = 0; i < array.length; i++) sums.add(array[i] as number);
    return sums;
  };
  return statisticsOf(all(value), gradient && all(gradient), change && all(change), update && all(update));
}

function statisticsOf(
  value: Sums,
  gradient: Sums | undefined,
  change: Sums | undefined,
  update: Sums | undefined,
): FilterStatistics {
  const norm = value.norm();
  return {
    norm,
    mean: value.mean(),
    gradient: gradient?.norm(),
    change: change?.norm(),
    updateRatio: update && norm > 0 ? update.norm() / norm : undefined,
    fromZero: change !== undefined && norm > 0 && change.norm() === norm && change.mean() === value.mean(),
    notFinite: value.notFinite + (gradient?.notFinite ?? 0),
  };
}

class Sums {
  #sum = 0;
  #squares = 0;
  #finite = 0;
  notFinite = 0;

  add(value: number): void {
    if (!Number.isFinite(value)) {
      this.notFinite++;
      return;
    }
    this.#sum += value;
    this.#squares += value * value;
    this.#finite++;
  }

  norm(): number {
    return Math.sqrt(this.#squares);
  }

  mean(): number {
    return this.#sum / Math.max(1, this.#finite);
  }
}

/** In the order of the array: it may be large. */
function sumsOf(plan: KernelPlan, values: ArrayLike<number>): Sums[] {
  const all = Array.from({ length: plan.tiles }, () => new Sums());
  for (let i = 0; i < values.length; i++) (all[tileOf(plan, i)] as Sums).add(values[i] as number);
  return all;
}

/** The chosen filters in their order: the largest first, those without the figure last, equal ones as they are numbered. */
export function chooseFilters(all: readonly FilterStatistics[], choice: FilterChoice, sort: FilterSort): number[] {
  const chosen = all.flatMap((filter, index) => (belongs(filter, choice) ? [index] : []));
  if (sort === "number") return chosen;
  const key = (index: number): number => all[index]?.[sort] ?? Number.NEGATIVE_INFINITY;
  return chosen.sort((a, b) => (key(a) === key(b) ? a - b : key(b) - key(a)));
}

function belongs({ gradient, change, notFinite }: FilterStatistics, choice: FilterChoice): boolean {
  if (choice === "withoutGradient") return gradient === 0;
  if (choice === "unchanged") return change === 0;
  return choice === "all" || notFinite > 0;
}
