/** What Python finds on a tensor or an array: its shape and type, and the methods that NumPy's arrays have. */
import { productOfDims } from "../../tensor/dim/sum.ts";
import { type Arguments, withFirst } from "../arguments.ts";
import { Builtin } from "../callables.ts";
import type { Run } from "../run.ts";
import { Tuple, Unknown, type Value } from "../value.ts";
import { KerasTensor } from "./keras-tensor.ts";
import { dataTensor } from "./ops/creating.ts";
import { operationNamed } from "./ops/table.ts";
import { isInGraph, reasonOf } from "./session.ts";
import { pythonShape, pythonSize, type Shape } from "./sizes.ts";
import { shapeOf } from "./tensor-shape.ts";

export function tensorAttribute(run: Run, tensor: KerasTensor, name: string): Value | undefined {
  const { shape } = tensor;
  const unknown = new Unknown(tensor.reason ?? "a shape is not known");
  switch (name) {
    case "shape":
    case "_keras_shape":
      return shape === undefined ? unknown : shapeSeen(run, tensor, shape);
    case "get_shape":
      return new Builtin(name, () => (shape === undefined ? unknown : shapeSeen(run, tensor, shape)));
    case "dtype":
      return tensor.dtype ?? new Unknown("the type of its numbers is not known");
    case "ndim":
      return shape === undefined ? unknown : shape.length;
    case "size":
      return shape === undefined ? unknown : pythonSize(run, productOfDims(shape));
    case "numpy":
      return new Builtin(name, () => asArray(tensor));
    case "name":
      return "keras_tensor";
    default:
      return arrayMethod(tensor, name);
  }
}

function asArray(tensor: KerasTensor): KerasTensor {
  const array = dataTensor(new KerasTensor(tensor.shape, tensor.dtype, tensor.reason));
  array.madeFrom = [tensor];
  return array;
}

/** All sizes of an array are numbers where it is at hand, also those that only a run tells; those in a graph may be `None`. */
function shapeSeen(run: Run, { isData }: KerasTensor, shape: Shape): Tuple {
  return isData && !isInGraph(run)
    ? shapeOf(shape.map((size) => (reasonOf(run, size) === undefined ? size : pythonSize(run, size))))
    : pythonShape(run, shape);
}

/** A method is the operation of that name with the tensor before its arguments. */
function arrayMethod(tensor: KerasTensor, name: string): Value | undefined {
  const operation = operationNamed("array", name);
  if (operation === undefined) return undefined;
  return new Builtin(name, (run, args, site) => operation.call(run, withTensor(tensor, name, args), site));
}

/** `reshape` and `transpose` take their sizes one by one as well. */
function withTensor(tensor: KerasTensor, name: string, args: Arguments): Arguments {
  const spread = (name === "reshape" || name === "transpose") && args.positional.length > 1;
  const sizes = { value: new Tuple(args.positional.map(({ value }) => value)), written: undefined };
  return withFirst(tensor, spread ? { ...args, positional: [sizes] } : args);
}
