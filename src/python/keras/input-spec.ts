/** `InputSpec`: what a layer says of the inputs that it takes, which its other methods may look up. */
import { withoutFirst } from "../arguments.ts";
import { Builtin } from "../callables.ts";
import { PyClass } from "../py-class.ts";
import { Instance, Tuple, type Value } from "../value.ts";
import { Options } from "./options.ts";
import { sequenceOf } from "./sizes.ts";

const parameters = ["dtype", "shape", "ndim", "max_ndim", "min_ndim", "axes", "allow_last_axis_squeeze", "name"];

const init = new Builtin("InputSpec.__init__", (run, args) => {
  const spec = args.positional[0]?.value;
  if (!(spec instanceof Instance)) return null;
  const options = new Options(run, parameters, withoutFirst(args));
  for (const name of parameters) spec.attributes.set(name, options.value(name) ?? null);
  const sizes = sequenceOf(options.value("shape") ?? null);
  if (sizes !== undefined) spec.attributes.set("shape", new Tuple(sizes)).set("ndim", sizes.length);
  return null;
});

export const inputSpec = new PyClass("InputSpec", [], new Map<string, Value>([["__init__", init]]));
