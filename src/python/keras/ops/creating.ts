/** Tensors out of nothing but a shape, and shapes out of tensors. */
import { ceilDivideDims } from "../../../tensor/dim/divide.ts";
import { subtractDims } from "../../../tensor/dim/sum.ts";
import type { Arguments } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import type { Run } from "../../run.ts";
import { Tuple, Unknown, type Value } from "../../value.ts";
import { KerasTensor, unknownTensor } from "../keras-tensor.ts";
import { asTensor } from "../nested.ts";
import { Options } from "../options.ts";
import { unknownSize } from "../session.ts";
import { pythonShape, sequenceOf, sizeFrom } from "../sizes.ts";
import { operandFrom } from "./operators.ts";

const fromShape = [
  "zeros",
  "ones",
  "empty",
  "normal",
  "uniform",
  "truncated_normal",
  "random_normal",
  "random_uniform",
];

export const creators: ReadonlyMap<string, Builtin> = new Map([
  ...fromShape.map((name) => create(name, ["shape"])),
  create("full", ["shape", "fill_value"]),
  create("fill", ["dims", "value"]),
  creator("eye", (run, args) => {
    const options = new Options(run, ["n", "m"], args);
    const rows = options.size(
      "n",
      options.size("num_rows", 1) === "refused" ? 1 : (options.size("num_rows", 1) as number),
    );
    return rows === "refused" ? new Unknown("its size is not known") : new KerasTensor([rows, rows]);
  }),
  creator("arange", (run, args) => counted(run, args)),
  creator("range", (run, args) => counted(run, args)),
  creator("linspace", (run, args) => {
    const count = new Options(run, ["start", "stop", "num"], args).size("num", 50);
    return count === "refused"
      ? unknownTensor("how many numbers there are is not known")
      : dataTensor(new KerasTensor([count]));
  }),
  creator("Variable", (run, args) => wrapped(run, args)),
  creator("constant", (run, args) => wrapped(run, args)),
  creator("shape", (_run, args) => shapeTuple(args.positional[0]?.value)),
  creator("int_shape", (run, args) => {
    const shape = asTensor(args.positional[0]?.value)?.shape;
    return shape === undefined ? new Unknown("a shape is not known") : pythonShape(run, shape);
  }),
  creator("ndim", (_run, args) => rankOf(args.positional[0]?.value)),
  creator("rank", (_run, args) => rankOf(args.positional[0]?.value)),
]);

function creator(name: string, body: (run: Run, args: Arguments) => Value): [string, Builtin] {
  return [name, new Builtin(name, (run, args) => body(run, args))];
}

function create(name: string, parameters: readonly string[]): [string, Builtin] {
  return creator(name, (run, args) => {
    const options = new Options(run, parameters, args);
    const written = options.present("shape", "dims");
    const items = written === undefined ? undefined : (sequenceOf(written) ?? [written]);
    const sizes = items?.map((item) => sizeFrom(run, item));
    const dtype = options.present("dtype");
    if (!sizes?.every((size) => size !== undefined) || written instanceof Unknown)
      return unknownTensor("its shape is not known");
    return dataTensor(new KerasTensor(sizes, typeof dtype === "string" ? dtype : "float32"));
  });
}

/** From a start to a stop by steps; how many there are. */
function counted(run: Run, args: Arguments): Value {
  const options = new Options(run, ["start", "stop", "step"], args);
  const start = options.size("start", 0);
  const stop = options.value("stop", "limit");
  const [first, last] = stop === undefined || stop === null ? [0, start] : [start, sizeFrom(run, stop)];
  const step = options.size(options.argument("delta") ? "delta" : "step", 1);
  if (first === "refused" || last === "refused" || last === undefined)
    return unknownTensor("how many numbers there are is not known");
  const room = subtractDims(last, first);
  const count = step === 1 ? room : typeof step === "number" && step > 0 ? ceilDivideDims(room, step) : undefined;
  return dataTensor(new KerasTensor([count ?? unknownSize(run, "how many numbers there are is not known")], "int32"));
}

function wrapped(run: Run, args: Arguments): Value {
  const options = new Options(run, ["value", "shape"], args);
  const shape = sequenceOf(options.present("shape") ?? null)?.map((size) => sizeFrom(run, size));
  if (shape?.every((size) => size !== undefined)) return dataTensor(new KerasTensor(shape));
  const value = options.present("value", "initial_value", "initializer");
  const tensor = value === undefined ? undefined : operandFrom(value);
  return tensor === undefined
    ? unknownTensor("its value is not known")
    : dataTensor(new KerasTensor(tensor.shape, tensor.dtype, tensor.reason));
}

/** What did not come out of a model: no row is written for what becomes of it. */
export function dataTensor(tensor: KerasTensor): KerasTensor {
  tensor.isData = true;
  return tensor;
}

/** The sizes as numbers to calculate with; those that are not known until it runs keep their letters. */
function shapeTuple(value: Value | undefined): Value {
  const shape = asTensor(value)?.shape;
  return shape === undefined ? new Unknown("a shape is not known") : new Tuple(shape);
}

function rankOf(value: Value | undefined): Value {
  return asTensor(value)?.shape?.length ?? new Unknown("the number of axes is not known");
}
