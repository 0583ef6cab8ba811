/** `tensorflow` beside Keras: functions on tensors, types, and what decorates functions. */
import { Builtin } from "../../callables.ts";
import { Module, Unknown, type Value } from "../../value.ts";
import { dataModule } from "../data/sources.ts";
import { operationNamed } from "../ops/table.ts";
import { tensorShape } from "../tensor-shape.ts";
import { leavingAsIs } from "./decorators.ts";
import { gradientTape } from "./gradient-tape.ts";
import { initializersMember } from "./initializers.ts";

const types = [
  "float16",
  "bfloat16",
  "float32",
  "float64",
  "int8",
  "uint8",
  "int16",
  "int32",
  "int64",
  "bool",
  "string",
  "complex64",
  "complex128",
];

/** Modules that hold functions on tensors, which we keep in one table. */
const functionModules = [
  "nn",
  "math",
  "image",
  "linalg",
  "random",
  "signal",
  "audio",
  "io",
  "bitwise",
  "debugging",
  "experimental",
];

const members: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...types.map((name) => [name, name] as const),
  ...functionModules.map((name) => [name, new Module(`tensorflow.${name}`, new Map(), memberOf(name))] as const),
  ["initializers", new Module("tensorflow.initializers", new Map(), initializersMember)],
  [
    "dtypes",
    new Module("tensorflow.dtypes", new Map(), (name) => (types.includes(name) ? name : functionMember(name))),
  ],
  ["data", dataModule],
  ["TensorShape", tensorShape],
  ["newaxis", null],
  ["GradientTape", gradientTape],
  ["function", leavingAsIs("function")],
  ["no_gradient", leavingAsIs("no_gradient")],
  ["set_random_seed", new Builtin("set_random_seed", () => null)],
]);

function functionMember(name: string): Value {
  if (name === "set_seed") return new Builtin(name, () => null);
  if (name.endsWith("_initializer")) return initializersMember(name);
  return operationNamed("tf", name) ?? new Unknown(`we do not know tensorflow's ${name}`);
}

/** A module's own function stands before TensorFlow's of the same name. */
function memberOf(module: string): (name: string) => Value {
  return (name) => operationNamed("tf", `${module}.${name}`) ?? functionMember(name);
}

export function tensorflowMember(name: string): Value {
  const member = members.get(name);
  return member === undefined ? functionMember(name) : member;
}
