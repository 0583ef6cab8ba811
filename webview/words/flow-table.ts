/** The flow's figures as a table for other programs, a line for each layer, with the numbers in full. */
import type { Flow, Magnitude } from "../../src/protocol/flow.ts";
import type { LayerView } from "../../src/protocol/view-contract.ts";
import type { Table } from "./table.ts";

const figures = ["mean", "norm", "zeros", "not finite", "count"] as const;

export function magnitudeTable({ layers: flows }: Flow, layers: readonly LayerView[]): Table {
  const named = (what: string): string[] => figures.map((figure) => `${what} ${figure}`);
  return {
    columns: ["layer", "line", ...named("value"), ...named("gradient")],
    rows: flows.map(({ layer, output, gradient }) => {
      const { name = "", line = "" } = layers[layer] ?? {};
      return [name, line, ...cells(output), ...cells(gradient)];
    }),
  };
}

/** Mean and norm are of the finite numbers' absolute values. */
function cells(magnitude: Magnitude | undefined): (string | number)[] {
  if (magnitude === undefined) return figures.map(() => "");
  const { mean, norm, zeros, notFinite, count } = magnitude;
  return [mean, norm, zeros, notFinite, count];
}
