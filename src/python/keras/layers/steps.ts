/** The calculation of a window along one and three axes, which the layer table does not hold. */
import { calculate, type Step } from "../../../layers/formula.ts";
import type { OperationDetail } from "../../trace.ts";
import type { Shape } from "../sizes.ts";
import type { Sliding } from "./sliding.ts";

const letters: Readonly<Record<number, readonly string[]>> = { 1: ["l"], 2: ["h", "w"], 3: ["d", "h", "w"] };

/** Nothing where a size is not a number. */
export function slidingSteps(spatial: Shape, sliding: Sliding): OperationDetail {
  const names = letters[spatial.length] ?? [];
  const steps = names.map((name, axis) => stepAlong(name, spatial, sliding, axis));
  return { steps: steps.filter((step) => step !== undefined) };
}

function stepAlong(name: string, spatial: Shape, sliding: Sliding, axis: number): Step | undefined {
  const [size, kernel, stride, dilation] = [spatial, sliding.kernel, sliding.strides, sliding.dilation].map(
    (sizes) => sizes[axis],
  );
  if (
    typeof size !== "number" ||
    typeof kernel !== "number" ||
    typeof stride !== "number" ||
    typeof dilation !== "number"
  ) {
    return undefined;
  }
  const values = { [name]: size, [`k${name}`]: kernel, [`s${name}`]: stride, [`r${name}`]: dilation };
  const extent = dilation === 1 ? `k${name}` : `((k${name} - 1)*r${name} + 1)`;
  const { padding } = sliding;
  if (padding === undefined) return undefined;
  const formula = padding === "valid" ? `ceil((${name} - ${extent} + 1) / s${name})` : `ceil(${name} / s${name})`;
  return calculate(`o${name}`, formula, values);
}
