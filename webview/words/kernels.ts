/** Kernels in words. */
import type { FilterChoice, FilterSort, FilterStatistics } from "../geometry/filter-statistics.ts";
import { formatValue } from "./numbers.ts";

export const sortTitles: Readonly<Record<FilterSort, string>> = {
  number: "Number",
  norm: "Norm, largest first",
  mean: "Mean, largest first",
  gradient: "Gradient norm, largest first",
  change: "Change since the start, largest first",
  updateRatio: "Update-to-weight ratio, largest first",
};

export const choiceTitles: Readonly<Record<FilterChoice, string>> = {
  all: "All",
  withoutGradient: "Without gradient",
  unchanged: "Unchanged by the training",
  notFinite: "Not finite",
};

/** To three digits. */
function short(value: number): string {
  return formatValue(Number(value.toPrecision(3)));
}

/** `norm 1.23 · mean 0.01 · gradient norm 0.4 · change since the start 0.5 · update-to-weight ratio 0.004`: what is known. */
export function describeFilter({ norm, mean, gradient, change, updateRatio, fromZero }: FilterStatistics): string {
  const parts = [`norm ${short(norm)}`, `mean ${short(mean)}`];
  if (gradient !== undefined) parts.push(`gradient norm ${short(gradient)}`);
  if (change !== undefined) parts.push(`change since the start ${short(change)}`);
  const began = fromZero ? ", as it began at zero" : "";
  if (updateRatio !== undefined) parts.push(`update-to-weight ratio ${short(updateRatio)}${began}`);
  return parts.join(" · ");
}

/** The figure that the order goes by, as briefly as it can be said below a tile. */
export function briefFigure(filter: FilterStatistics, sort: FilterSort): string {
  const [word, value] = {
    number: ["norm", filter.norm],
    norm: ["norm", filter.norm],
    mean: ["mean", filter.mean],
    gradient: ["grad.", filter.gradient],
    change: ["change", filter.change],
    updateRatio: ["update", filter.updateRatio],
  }[sort] as [string, number | undefined];
  return value === undefined ? "–" : `${word} ${formatValue(Number(value.toPrecision(2)))}`;
}
