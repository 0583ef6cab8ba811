/** The curves as a table: a line for each step that is kept and for each epoch's end, with the numbers in full. */
import type { CurvePoint, EpochResult } from "../../src/protocol/training.ts";
import { curveData } from "../geometry/curve-data.ts";
import type { Table } from "./table.ts";

/** A loss that is not finite is told as such, and not left out as in the drawing. */
export function curveTable(curve: readonly CurvePoint[], epochs: readonly EpochResult[]): Table {
  const { steps } = curveData(curve, epochs);
  const losses = new Map(curve.map(({ step, loss }) => [step, loss]));
  const ends = new Map(epochs.map((end) => [end.step, end]));
  return {
    columns: ["step", "loss", "epoch", "epoch loss", "epoch accuracy", "test loss", "test accuracy"],
    rows: steps.map((step) => {
      const end = ends.get(step);
      return [step, losses.get(step) ?? "", ...(end ? endCells(end) : ["", "", "", "", ""])];
    }),
  };
}

function endCells({ epoch, loss, accuracy, valLoss, valAccuracy }: EpochResult): (string | number)[] {
  return [epoch, loss, accuracy, valLoss, valAccuracy].map((value) => value ?? "");
}
