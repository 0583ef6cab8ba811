/** A dense layer's output value: every input times its own weight. */
import { useCallback } from "preact/hooks";
import { biasAt, type Dense } from "../../geometry/calculation.ts";
import { formatCount } from "../../words/numbers.ts";
import type { CellProps } from "./arithmetic-section.tsx";
import { tailOf } from "./cell-tail.ts";
import { ProductSum } from "./product-sum.tsx";

interface DenseCellProps extends CellProps {
  readonly dense: Dense;
}

export function DenseCell({ layer, inspection, channel, dense: { kernel, units, bias } }: DenseCellProps) {
  const { filter } = inspection;
  const weightAt = useCallback(
    (index: number) =>
      (kernel.value.length > 0 ? kernel.value[index * units + channel] : filter?.value[index]) as number,
    [kernel, units, channel, filter],
  );
  return (
    <ProductSum
      label={`Output ${formatCount(channel)} as a sum`}
      noun="x"
      values={inspection.inputs[0]?.data ?? []}
      weightAt={weightAt}
      tail={tailOf(layer, inspection, { at: { row: 0, column: 0 }, channel, bias: biasAt(bias, channel, filter) })}
    />
  );
}
