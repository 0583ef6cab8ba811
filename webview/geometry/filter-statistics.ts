/** How large the weights of each filter are, how large their gradients, and by how much a training moved them. */
import { type KernelPlan, kernelIndex } from "./tile-sources.ts";

/** Arrays of one kernel; what is not known is absent. */
export interface KernelArrays {
  readonly value: ArrayLike<number>;
  readonly gradient: ArrayLike<number> | undefined;
  /** Since the training began. */
  readonly change: ArrayLike<number> | undefined;
  /** Of one step. */
  readonly update: ArrayLike<number> | undefined;
}

/** Each the root of the sum of squares, over all of the filter's input channels. */
export interface FilterStatistics {
  readonly norm: number;
  readonly gradient: number | undefined;
  readonly change: number | undefined;
  /** The update's norm by the weights' own; `undefined` also if these are all zero. */
  readonly updateRatio: number | undefined;
  /** Weights and gradients that are NaN or infinite; they are left out of the norms. */
  readonly notFinite: number;
}

export const filterSorts = ["number", "norm", "gradient", "change", "updateRatio"] as const;
export type FilterSort = (typeof filterSorts)[number];

export const filterChoices = ["all", "withoutGradient", "unchanged", "notFinite"] as const;
export type FilterChoice = (typeof filterChoices)[number];

/** One for each of the plan's tiles. */
export function filterStatistics(
  plan: KernelPlan,
  { value, gradient, change, update }: KernelArrays,
): FilterStatistics[] {
  const norms = normsOf(plan, value);
  const gradients = gradient && normsOf(plan, gradient);
  const changes = change && normsOf(plan, change);
  const updates = update && normsOf(plan, update);
  return norms.map(({ norm, notFinite }, tile) => ({
    norm,
    gradient: gradients?.[tile]?.norm,
    change: changes?.[tile]?.norm,
    updateRatio: norm === 0 ? undefined : divided(updates?.[tile]?.norm, norm),
    notFinite: notFinite + (gradients?.[tile]?.notFinite ?? 0),
  }));
}

interface Norm {
  readonly norm: number;
  readonly notFinite: number;
}

function normsOf(plan: KernelPlan, values: ArrayLike<number>): Norm[] {
  return Array.from({ length: plan.tiles }, (_, tile) => {
    let squares = 0;
    let notFinite = 0;
    for (let choice = 0; choice < plan.choices; choice++) {
      for (let row = 0; row < plan.rows; row++) {
        for (let column = 0; column < plan.columns; column++) {
          const value = values[kernelIndex(plan, choice, tile, row, column)] as number;
          if (Number.isFinite(value)) squares += value * value;
          else notFinite++;
        }
      }
    }
    return { norm: Math.sqrt(squares), notFinite };
  });
}

function divided(value: number | undefined, by: number): number | undefined {
  return value === undefined ? undefined : value / by;
}

/** Of a whole array. */
export function normOf(values: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isFinite(value)) squares += value * value;
  }
  return Math.sqrt(squares);
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
