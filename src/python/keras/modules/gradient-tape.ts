/** `tf.GradientTape`: a gradient has the shape of what it is taken of. */
import { PyClass } from "../../py-class.ts";
import { Unknown, type Value } from "../../value.ts";
import { KerasTensor } from "../keras-tensor.ts";
import { method } from "../layer-class.ts";
import { mapTensors, tensorsIn } from "../nested.ts";

const methods: ReturnType<typeof method>[] = [
  method("__init__", () => null),
  method("__enter__", (_run, tape) => tape),
  method("__exit__", () => false),
  method("watch", () => null),
  method("reset", () => null),
  method("gradient", (_run, _tape, { positional, named }) =>
    gradientOf((positional[1] ?? named.get("sources"))?.value),
  ),
];

function gradientOf(sources: Value | undefined): Value {
  if (sources === undefined || tensorsIn(sources).length === 0)
    return new Unknown("what the gradient is taken of is not known");
  return mapTensors(sources, ({ shape, dtype, reason }) => new KerasTensor(shape, dtype, reason));
}

export const gradientTape = new PyClass("GradientTape", [], new Map(methods));
