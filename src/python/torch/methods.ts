/** Every operation on tensors under the names by which it is called: as a function, as a method, in place. */
import { compareDims } from "../../tensor/dim/order.ts";
import { Builtin } from "../callables.ts";
import { PyClass } from "../py-class.ts";
import { formatShape, mistaken } from "../tensors/answer.ts";
import { broadcast } from "../tensors/broadcast.ts";
import { codes } from "../tensors/codes.ts";
import { indexInto } from "../tensors/index.ts";
import { Float, List, Tuple, Unknown, type Value } from "../value.ts";
import { type Call, reasonOf } from "./call.ts";
import { TorchType } from "./dtype.ts";
import { builtinOf, named, type TorchFunction } from "./function.ts";
import { creations, newFromTensor } from "./functions/creations.ts";
import { diagonals } from "./functions/diagonals.ts";
import { elementwise } from "./functions/elementwise.ts";
import { functional } from "./functions/functional.ts";
import { grids } from "./functions/grids.ts";
import { imaging } from "./functions/imaging.ts";
import { joins } from "./functions/joins.ts";
import { linearAlgebra, matrices } from "./functions/matrices.ts";
import { products } from "./functions/products.ts";
import { reductions } from "./functions/reductions.ts";
import { selections } from "./functions/selections.ts";
import { complexNumbers, transforms } from "./functions/spectra.ts";
import { views } from "./functions/views.ts";
import { folds, windows } from "./functions/windows.ts";
import { type Facts, numelOf, TorchTensor, tensorClasses, tensorMethods } from "./tensor.ts";

/** What gives the same numbers once more, known ones too. */
const copies: readonly TorchFunction[] = [
  ...named("detach", "input", (call) => copyOf(call, { role: undefined })),
  ...named("to", "input, *args, dtype=None", converted),
];

/** Methods that are no rows of their own: they tell something, or give the tensor itself. */
const silent: readonly TorchFunction[] = [
  ...named("retain_grad", "input", (call) => call.get("input")),
  ...named("requires_grad_", "input, requires_grad=True", (call) => {
    call.tensor("input")?.setAttribute(call.run, "requires_grad", call.get("requires_grad"));
    return call.get("input");
  }),
  ...named(
    "dim ndimension",
    "input",
    (call) => call.shape("input")?.length ?? new Unknown(reasonOf(call.get("input"))),
  ),
  ...named("numel nelement", "input", (call) => {
    const tensor = call.tensor("input");
    return tensor ? numelOf(tensor) : new Unknown(reasonOf(call.get("input")));
  }),
  ...named("item tolist numpy", "input", contentOf),
  ...named("is_contiguous", "input", () => new Unknown("how it lies in memory is not known")),
  ...named(
    "is_floating_point",
    "input",
    (call) => call.tensor("input")?.dtype?.startsWith("float") ?? new Unknown("its type is not known"),
  ),
  ...named("backward", "input", () => null),
  ...named("setitem", "input, key, value", written),
].map((definition) => ({ ...definition, silent: true }));

function converted(call: Call): Value {
  const asked = [call.get("dtype"), ...(call.get("args") instanceof Tuple ? (call.get("args") as Tuple).items : [])];
  const type = asked.find((value) => value instanceof TorchType);
  const tensor = call.tensor("input");
  if (!(type instanceof TorchType) || (type.name === "bool") === (tensor?.dtype === "bool")) return copyOf(call);
  return copyOf(call, { dtype: type.name, role: undefined, content: undefined });
}

function copyOf(call: Call, other: Partial<Facts> = {}): Value {
  const tensor = call.tensor("input");
  if (tensor === undefined) return call.get("input");
  const { shape, reason, dtype, role, content, dataset } = tensor;
  return new TorchTensor({ shape, reason, dtype, role, content, dataset, ...other });
}

/** What is written into a part of a tensor must fit there; axes of one in front of it are left away. */
function written(call: Call): Value {
  const [own, value] = [call.shape("input"), call.shape("value")];
  const part = own && indexInto(call.run, own, call.get("key"));
  if (part === undefined || value === undefined || !("shape" in part)) return null;
  const lead = value.slice(0, Math.max(0, value.length - part.shape.length));
  const joined = broadcast(part.shape, lead.every((size) => size === 1) ? value.slice(lead.length) : value);
  const fits =
    "shape" in joined && joined.shape.every((size, axis) => compareDims("==", size, part.shape[axis] ?? 1) !== false);
  if (fits) return null;
  const message = `${formatShape(value)} does not fit into ${formatShape(part.shape)}, where it is written.`;
  call.give(mistaken(codes.broadcast, message));
  return null;
}

/** Numbers that are known because the source says them. */
function contentOf(call: Call): Value {
  const tensor = call.tensor("input");
  const content = tensor?.content;
  if (content === undefined) return new Unknown("the numbers of a tensor are not known");
  const [only] = content;
  return call.name === "item" && content.length === 1 && only !== undefined
    ? asFloat(only, tensor)
    : new List([...content]);
}

function asFloat(value: Value, tensor: TorchTensor | undefined): Value {
  return typeof value === "number" && tensor?.dtype?.startsWith("float") ? new Float(value) : value;
}

const everywhere = [
  ...[...elementwise, ...views, ...joins, ...reductions, ...products, ...windows, ...functional, ...grids],
  ...complexNumbers,
  ...[...matrices, ...diagonals, ...selections],
];
const inTensors = [...everywhere, ...newFromTensor, ...copies, ...silent];

function register(target: Map<string, Value>, definitions: readonly TorchFunction[]): void {
  for (const definition of definitions) {
    if (definition.name.includes(" ") || definition.name === "size") continue;
    target.set(definition.name, builtinOf(definition));
    if (!definition.name.endsWith("_")) target.set(`${definition.name}_`, builtinOf(definition, true));
  }
}

function namesOf(definitions: readonly TorchFunction[]): Map<string, Value> {
  const names = new Map<string, Value>();
  register(names, definitions);
  return names;
}

/** `torch.fft.*`. */
export const fourierFunctions = (): Map<string, Value> => namesOf(transforms);

/** `torch.linalg.*`: much of it is `torch.*` too. */
export const linearAlgebraFunctions = (): Map<string, Value> =>
  new Map([...functionsOf("torch"), ...namesOf(linearAlgebra)]);

/** `torchvision.transforms.functional.*`. */
export const imageFunctions = (): Map<string, Value> => namesOf(imaging);

/** `torch.*` and `torch.nn.functional.*`, which share most. */
export function functionsOf(kind: "torch" | "functional"): Map<string, Value> {
  const names = new Map<string, Value>();
  register(names, everywhere);
  if (kind === "functional") register(names, folds);
  else register(names, creations);
  register(
    names,
    silent.filter(({ name }) => name === "numel" || name === "is_floating_point"),
  );
  return names;
}

for (const definition of inTensors) {
  tensorMethods.set(definition.name, builtinOf(definition));
  if (definition.name.startsWith("operator ")) tensorMethods.set(`${definition.name}=`, builtinOf(definition, true));
  else if (!definition.name.endsWith("_")) tensorMethods.set(`${definition.name}_`, builtinOf(definition, true));
}

/** `torch.Tensor` and `nn.Parameter`, for annotations, `isinstance` and construction. */
const legacy = creations.find(({ name }) => name === "Tensor");

export const tensorClass = new PyClass("Tensor", [], new Map<string, Value>());
export const parameterClass = new PyClass("Parameter", [tensorClass], new Map<string, Value>());

tensorClasses.set("Tensor", tensorClass).set("Parameter", parameterClass);

for (const [name, method] of tensorMethods) if (!name.includes(" ")) tensorClass.members.set(name, method);

if (legacy) {
  const make = builtinOf(legacy);
  tensorClass.members.set(
    "__new__",
    new Builtin("Tensor", (run, args, site) => make.call(run, { ...args, positional: args.positional.slice(1) }, site)),
  );
}

parameterClass.members.set(
  "__new__",
  new Builtin("Parameter", (_run, args) => {
    const data = args.positional[1]?.value ?? args.named.get("data")?.value;
    if (data instanceof TorchTensor) return data.as("parameter");
    return new TorchTensor({ shape: undefined, reason: reasonOf(data), role: "parameter" });
  }),
);
