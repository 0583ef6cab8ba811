/** New tensors: of a given shape, of a range, from Python's lists. */

import { ceilDivideDims } from "../../../tensor/dim/divide.ts";
import { compareDims } from "../../../tensor/dim/order.ts";
import { subtractDims } from "../../../tensor/dim/sum.ts";
import { formatDim } from "../../../tensor/dim/text.ts";
import { type Dim, Symbolic } from "../../../tensor/dim.ts";
import { NumberArray } from "../../stdlib/numpy/array.ts";
import type { Tensor } from "../../tensor.ts";
import type { Mistake, Shape } from "../../tensors/answer.ts";
import { broadcastAll } from "../../tensors/broadcast.ts";
import { codes } from "../../tensors/codes.ts";
import { tensorIn } from "../../tensors/index.ts";
import { dimFrom, itemsOf, noWholeNumber, shapeFrom, wrongSizes } from "../../tensors/sizes.ts";
import { Float, Unknown, type Value } from "../../value.ts";
import { type Call, factorFrom } from "../call.ts";
import { TorchType } from "../dtype.ts";
import { named, type TorchFunction } from "../function.ts";
import { TorchTensor, unknownTensor } from "../tensor.ts";

function typeAsked(call: Call, usual: string | undefined): string | undefined {
  const dtype = call.get("dtype");
  return dtype instanceof TorchType ? dtype.name : usual;
}

function ofShape(call: Call, sizes: readonly Value[], dtype: string): Value {
  const named = call.bound.has("size") ? [call.get("size")] : sizes;
  // Numbers one by one, or all of them in a tuple.
  const isMixed = named.length === 0 || (named.length > 1 && named.some((size) => itemsOf(size) !== undefined));
  const shape = isMixed ? undefined : shapeFrom(call.run, named);
  const [wrong] = isMixed ? [] : wrongSizes(named);
  if (wrong !== undefined) {
    const message = `its sizes must be whole numbers, and one is ${wrong}.`;
    return call.complain({ code: wrong === "None" ? codes.unset : codes.size, message });
  }
  const low = shape?.find((size) => compareDims("<", size, 0) === true);
  if (low !== undefined) return call.complain(tooLow(low));
  return new TorchTensor({ shape, reason: "its sizes are not known", dtype: typeAsked(call, dtype) });
}

const tooLow = (size: Dim): Mistake => ({
  code: size === -1 ? codes.unset : codes.size,
  message: `a size must be at least 0, and one is ${formatDim(size)}.`,
});

const fill = (call: Call) => ofShape(call, itemsOf(call.get("sizes")) ?? [], "float32");
const options = "dtype=None, device=None, requires_grad=False, generator=None, layout=None, pin_memory=False";

function arange(call: Call): Value {
  const bounds = itemsOf(call.get("bounds")) ?? [];
  const named = ["start", "end", "step"].flatMap((name) => (call.bound.has(name) ? [call.get(name)] : []));
  const wrong = [...bounds, ...named].find((bound) => itemsOf(bound) !== undefined);
  if (wrong !== undefined)
    return call.complain({ code: codes.size, message: `its bounds are numbers, and one is ${noWholeNumber(wrong)}.` });
  const [a, b, step] = bounds.map(boundFrom);
  const [start, end] = bounds.length > 1 ? [a, b] : [0, call.bound.has("end") ? boundFrom(call.get("end")) : a];
  const from = call.bound.has("start") ? boundFrom(call.get("start")) : start;
  const by = bounds.length > 2 ? step : call.bound.has("step") ? boundFrom(call.get("step")) : 1;
  const dtype = typeAsked(call, [from, end, by].some((bound) => bound instanceof Float) ? "float32" : "int64");
  const range = dtype?.includes("int") ? ([whole(from), whole(end), whole(by)] as const) : ([from, end, by] as const);
  if (isEndless(range)) {
    const message = `steps of ${textOf(by)} do not lead from ${textOf(from)} to ${textOf(end)}.`;
    return call.complain({ code: codes.size, message });
  }
  const length = lengthOf(...range);
  if (length === undefined) return unknownTensor("the range is not known");
  const plain = typeof from === "number" && typeof by === "number" && typeof length === "number" && length <= 1_000;
  const content = plain ? Array.from({ length }, (_, index) => from + index * by) : undefined;
  return new TorchTensor({ shape: [length], dtype, content });
}

/** Whether its steps lead away from its end, or nowhere. */
function isEndless(bounds: readonly (Bound | undefined)[]): boolean {
  const [from, end, by] = bounds.map(numberOf);
  if (from === undefined || end === undefined || by === undefined) return false;
  return by === 0 || (end - from) * by < 0;
}

function numberOf(bound: Bound | undefined): number | undefined {
  const number = bound instanceof Float ? bound.value : bound;
  return typeof number === "number" ? number : undefined;
}

const textOf = (bound: Bound | undefined): string => String(numberOf(bound));

/** Bounds of whole numbers are cut before they are counted. */
function whole(bound: Bound | undefined): Bound | undefined {
  return bound instanceof Float ? Math.trunc(bound.value) : bound;
}

type Bound = Dim | Float;

function boundFrom(value: Value | undefined): Bound | undefined {
  return value instanceof Float ? value : dimFrom(value);
}

function lengthOf(start: Bound | undefined, end: Bound | undefined, step: Bound | undefined): Dim | undefined {
  if (start === undefined || end === undefined || step === undefined) return undefined;
  if (start instanceof Symbolic || end instanceof Symbolic) {
    const known = !(start instanceof Float) && !(end instanceof Float) && typeof step === "number" && step > 0;
    return known ? ceilDivideDims(subtractDims(end, start), step as number) : undefined;
  }
  const [from, to, by] = [start, end, step].map(numberOf);
  if (from === undefined || to === undefined || by === undefined || by === 0) return undefined;
  return Math.max(0, Math.ceil((to - from) / by));
}

/** Known numbers stay known: models are configured with `linspace(0, rate, depth)`. */
function linspace(call: Call): Value {
  const [start, end, steps] = [factorFrom(call.get("start")), factorFrom(call.get("end")), call.number("steps")];
  if (steps === undefined) return unknownTensor("how many steps it has is not known");
  const known = start !== undefined && end !== undefined && typeof steps === "number" && steps <= 1_000;
  const at = (index: number) =>
    steps === 1
      ? (start as number)
      : (start as number) + ((end as number) - (start as number)) * (index / ((steps as number) - 1));
  const content = known ? Array.from({ length: steps }, (_, index) => new Float(at(index))) : undefined;
  return new TorchTensor({ shape: [steps], dtype: typeAsked(call, "float32"), content });
}

/** `torch.tensor(data)`: a number, a list, a list of lists. */
function fromData(call: Call): Value {
  const data = call.get("data");
  const tensor = tensorIn(data);
  if (tensor !== undefined) return new TorchTensor({ ...copied(tensor), dtype: typeAsked(call, tensor.dtype) });
  const shape = shapeOfData(call, data);
  if (shape === undefined) return unknownTensor("its data is not known");
  const content = shape.length <= 1 ? (itemsOf(data) ?? [data]) : undefined;
  return new TorchTensor({ shape, dtype: typeAsked(call, typeOfData(data)), content });
}

/** Of another tensor, or of an array of NumPy's, whose numbers stay known in a short row. */
function copied(tensor: Tensor): Pick<TorchTensor, "shape" | "reason" | "content"> {
  const { shape, reason } = tensor;
  const row = tensor instanceof NumberArray && (shape?.length ?? 2) <= 1;
  return { shape, reason, content: row ? tensor.values : undefined };
}

function typeOfData(data: Value): string | undefined {
  const [first] = itemsOf(data) ?? [data];
  if (typeof first === "boolean") return "bool";
  if (first instanceof Float) return "float32";
  return typeof first === "number" ? "int64" : undefined;
}

function shapeOfData(call: Call, data: Value): Dim[] | undefined {
  if (data instanceof Float || dimFrom(data) !== undefined) return [];
  const tensor = tensorIn(data);
  if (tensor !== undefined) return tensor.shape && [...tensor.shape];
  const items = itemsOf(data);
  if (items === undefined) return undefined;
  const [first] = items;
  const inner = first === undefined ? [] : shapeOfData(call, first);
  return inner && [items.length, ...inner];
}

/** Each number by its own mean and deviation, of which one may be the same for all. */
function drawnAround(call: Call): Value {
  const given = [call.tensor("mean"), call.tensor("std")].filter((tensor) => tensor !== undefined);
  const shapes = given.map(({ shape }) => shape);
  if (shapes.length === 0 || shapes.includes(undefined)) return call.unknown("its size is not known");
  return call.give(broadcastAll(shapes as Shape[]), "float32");
}

function eye(call: Call): Value {
  const [n, m] = [call.number("n"), call.number("m")];
  return n === undefined
    ? unknownTensor("its size is not known")
    : new TorchTensor({ shape: [n, m ?? n], dtype: typeAsked(call, "float32") });
}

/** `Tensor(2, 3)` makes room for a shape, `Tensor([2, 3])` holds the numbers. */
function legacy(call: Call): Value {
  const given = itemsOf(call.get("sizes")) ?? [];
  const [first] = given;
  if (given.length === 1 && dimFrom(first) === undefined) {
    const shape = first instanceof Unknown ? undefined : shapeOfData(call, first as Value);
    return new TorchTensor({ shape, reason: "its data is not known", dtype: "float32" });
  }
  return ofShape(call, given, "float32");
}

export const creations: readonly TorchFunction[] = [
  ...named("zeros ones empty rand randn", `*sizes, size=None, ${options}`, fill),
  ...named("full", `size, fill_value, ${options}`, (call) => ofShape(call, [call.get("size")], "float32")),
  ...named("randint", `*bounds, size=None, ${options}`, (call) => {
    const [, ...behind] = itemsOf(call.get("bounds")) ?? [];
    const size = behind.at(-1) ?? null;
    return ofShape(call, typeof size === "number" ? [] : [size], "int64");
  }),
  ...named("normal", "mean, std=None, size=None", (call) =>
    call.get("size") === null ? drawnAround(call) : ofShape(call, [call.get("size")], "float32"),
  ),
  ...named("arange range", `*bounds, start=None, end=None, step=None, ${options}`, arange),
  ...named("linspace logspace", `start, end, steps, ${options}`, linspace),
  ...named("randperm", `n, ${options}`, (call) => {
    const n = call.number("n");
    return n === undefined ? unknownTensor("its size is not known") : new TorchTensor({ shape: [n], dtype: "int64" });
  }),
  ...named(
    "hann_window hamming_window blackman_window bartlett_window kaiser_window",
    `window_length, periodic=True, ${options}`,
    (call) => {
      const length = call.number("window_length");
      return length === undefined ? unknownTensor("its length is not known") : new TorchTensor({ shape: [length] });
    },
  ),
  ...named("histc", `input, bins=100, ${options}`, (call) => ofShape(call, [call.get("bins")], "float32")),
  ...named(
    "scalar_tensor",
    `value, ${options}`,
    (call) => new TorchTensor({ shape: [], dtype: typeAsked(call, "float32") }),
  ),
  ...named("tensor as_tensor from_numpy asarray", `data, ${options}`, fromData),
  ...named("eye", `n, m=None, ${options}`, eye),
  ...named("Tensor FloatTensor LongTensor BoolTensor", "*sizes", legacy, { row: "tensor" }),
];

/** Methods that make a tensor of the same kind. */
export const newFromTensor: readonly TorchFunction[] = [
  ...named("new_zeros new_ones new_empty", `input, *sizes, size=None, ${options}`, fill),
  ...named("new_full", `input, size, fill_value, ${options}`, (call) => ofShape(call, [call.get("size")], "float32")),
  ...named("new", "input, *sizes", legacy),
  ...named("new_tensor", `input, data, ${options}`, fromData),
];
