/** A tensor that comes out of one of two branches: the axes on which both agree, and the layers of both behind it. */

import { sameDim } from "../../tensor/dim/sum.ts";
import type { Dim } from "../../tensor/dim.ts";
import type { Run } from "../run.ts";
import { type GraphNode, KerasTensor, unknownTensor } from "./keras-tensor.ts";
import { unknownSize } from "./session.ts";

const reason = "it is not known which branch is taken";

export function mergeTensors(run: Run, left: KerasTensor, right: KerasTensor): KerasTensor {
  const merged = agreed(run, left, right);
  const node: GraphNode = {
    layer: undefined,
    inputs: [left, right],
    outputs: [merged],
    unsure: true,
    again: (again, [a, b]) => [a && b ? agreed(again, a, b) : merged],
  };
  merged.node = node;
  return merged;
}

function agreed(run: Run, { shape: left, dtype }: KerasTensor, { shape: right }: KerasTensor): KerasTensor {
  if (left === undefined || right === undefined || left.length !== right.length) return unknownTensor(reason);
  const sizes = left.map((size, axis) => (sameDim(size, right[axis] as Dim) ? size : unknownSize(run, reason)));
  return new KerasTensor(sizes, dtype);
}
