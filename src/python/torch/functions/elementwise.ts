/** Operations on each number by itself: activations and functions of one tensor, arithmetic of two with broadcasting. */

import { compareDims } from "../../../tensor/dim/order.ts";
import { subtractDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { appendedArgument } from "../../append-argument.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { broadcastAll } from "../../tensors/broadcast.ts";
import { codes } from "../../tensors/codes.ts";
import { tensorIn } from "../../tensors/index.ts";
import { dimFrom, itemsOf } from "../../tensors/sizes.ts";
import { tupleText } from "../../tuple-text.ts";
import { Float, Unknown, type Value } from "../../value.ts";
import { type Call, reasonOf } from "../call.ts";
import { named, type Rule, type TorchFunction } from "../function.ts";
import { noProbability } from "../probability.ts";
import { TorchTensor } from "../tensor.ts";
import { axesIn, withAxes, withAxis } from "./axis.ts";
import { withNumbers } from "./known-numbers.ts";

const unary =
  "abs absolute acos acosh arccos arccosh arcsin arcsinh arctan arctanh asin asinh atan atanh bernoulli bitwise_not ceil clone conj contiguous cos cosh deg2rad digamma " +
  "elu celu selu gelu erf erfc erfinv exp exp2 expm1 fix floor frac hardshrink hardsigmoid hardswish " +
  "hardtanh leaky_relu rrelu lgamma log log10 log1p log2 logit logsigmoid mish nan_to_num neg negative normalize positive rad2deg reciprocal relu relu6 round rsqrt " +
  "gumbel_softmax sigmoid sign sgn silu sin sinc sinh softplus softshrink softsign sqrt square tan tanh tanhshrink threshold trunc " +
  "local_response_norm fliplr flipud float half double bfloat16 int long short char byte cuda cpu type type_as fill zero " +
  "scatter scatter_add index_fill index_add index_copy pin_memory uniform normal random exponential zeros_like ones_like rand_like randn_like empty_like full_like randint_like renorm msort i0 " +
  "select_scatter slice_scatter diagonal_scatter index_put fill_diagonal";

const keep: Rule = (call) => call.from("input", (shape) => ({ shape }));

const dropping: Rule = (call) =>
  call.from("input", (shape) => {
    const wrong = noProbability("p", call.get("p"));
    return wrong ? { mistake: { ...wrong, meant: shape } } : { shape };
  });

/** A triangle of the last two axes. */
const ofMatrices: Rule = (call) =>
  call.from("input", (shape) =>
    shape.length < 2 ? mistaken(codes.rank, `expects at least 2 axes and gets ${formatShape(shape)}.`) : { shape },
  );

/** Along one axis, which must be there. */
const alongAxis: Rule = (call) =>
  call.from("input", (shape) =>
    typeof call.get("dim") !== "number" ? { shape } : withAxis(call.get("dim"), shape, () => ({ shape })),
  );

/** Along several, one for one or in a list. */
const alongAxes =
  (name: string): Rule =>
  (call) =>
    call.from("input", (shape) => {
      const axes = axesIn(call.get(name)).flatMap(axesIn);
      return axes.every((axis) => typeof axis === "number") ? withAxes(axes, shape, () => ({ shape })) : { shape };
    });

/** By as many shifts as there are axes; one rolls all numbers in a row. */
const rolled: Rule = (call) => {
  const [shifts, dims] = [axesIn(call.get("shifts")), call.get("dims")];
  const axes = dims === null ? [] : axesIn(dims);
  const isKnown = [...shifts, ...axes].every((item) => dimFrom(item) !== undefined);
  if (!isKnown || shifts.length === axes.length || (dims === null && shifts.length === 1))
    return alongAxes("dims")(call);
  return call.from("input", (shape) => {
    const message = `needs as many shifts as dims, and gets ${shifts.length} and ${axes.length}.`;
    // Images with their channels behind are what is rolled as a rule.
    const inner = tupleText(shifts.map((_, place) => place + 1));
    const edit = dims === null ? appendedArgument(call.site, `dims=${inner}`) : undefined;
    const fix = edit && { title: `Add dims=${inner}`, edits: [edit] };
    return { mistake: { code: codes.axis, message, meant: shape, ...(fix && { fix }) } };
  });
};

const typed: Rule = (call) => {
  const dtype = { float: "float32", half: "float16", double: "float64", long: "int64", int: "int32" }[call.name];
  const { shape, reason } = call.from("input", (own) => ({ shape: own }));
  return new TorchTensor({ shape, reason, dtype });
};

const boolean: Rule = (call) => {
  const { shape, reason } = call.from("input", (own) => ({ shape: own }));
  return new TorchTensor({ shape, reason, dtype: "bool" });
};

/** The shapes of tensors, of NumPy's arrays, of numbers, and of lists of numbers; a reason if one is not known. */
function operandShapes(values: readonly Value[]): readonly Shape[] | string {
  const shapes: Shape[] = [];
  for (const value of values) {
    const tensor = tensorIn(value);
    if (tensor !== undefined || value instanceof Unknown) {
      if (tensor?.shape === undefined) return tensor?.reason ?? reasonOf(value);
      shapes.push(tensor.shape);
    } else if (itemsOf(value)) return "it is combined with a list";
    else shapes.push([]);
  }
  return shapes;
}

function combined(values: readonly Value[]): ShapeAnswer {
  const shapes = operandShapes(values);
  if (typeof shapes === "string") return { unknown: shapes };
  return broadcastAll(shapes);
}

/** What is written into a tensor cannot make it larger, and leaves it as it is where that is not known. */
function fitting(call: Call, answer: ShapeAnswer): ShapeAnswer {
  const own = call.shape("input");
  if (own === undefined || "mistake" in answer) return answer;
  if ("unknown" in answer) return { shape: own };
  const grows = answer.shape.length !== own.length || answer.shape.some((size, axis) => differ(size, own[axis] as Dim));
  if (!grows) return answer;
  const message = `the result would have the shape ${formatShape(answer.shape)}, which does not fit into ${formatShape(own)}, where it is written.`;
  return mistaken(codes.broadcast, message, own);
}

function differ(a: Dim, b: Dim): boolean {
  return compareDims("==", a, b) === false;
}

function typeOf(values: readonly Value[]): string | undefined {
  const types = values.map((value) =>
    value instanceof TorchTensor ? value.dtype : value instanceof Float ? "float32" : undefined,
  );
  return types.find((type) => type?.startsWith("float")) ?? types.find((type) => type !== undefined);
}

function combining(names: readonly string[], dtype?: string): Rule {
  return (call) => {
    const values = names.map((name) => call.get(name));
    const answer = combined(values);
    return call.give(call.inPlace ? fitting(call, answer) : answer, dtype ?? typeOf(values));
  };
}

/** Each item less the one before it, `n` times. */
const difference: Rule = (call) =>
  call.from("input", (shape) => {
    const times = call.get("n");
    if (typeof times !== "number" || call.get("prepend") !== null || call.get("append") !== null)
      return { unknown: "a difference with further items is not followed" };
    return withAxis(call.get("dim"), shape, (axis) => {
      const size = subtractDims(shape[axis] as Dim, times);
      return { shape: shape.with(axis, typeof size === "number" ? Math.max(0, size) : size) };
    });
  });

/** Bounds may be numbers or tensors. */
const clamped: Rule = (call) => {
  const values = [call.get("input"), call.get("min"), call.get("max")];
  const tensors = values.filter((value) => value instanceof TorchTensor);
  if (tensors.length < 2) return keep(call);
  const answer = combined(tensors);
  return call.give(call.inPlace ? fitting(call, answer) : answer, call.tensor("input")?.dtype);
};

const binary = combining(["input", "other"]);
const comparison = combining(["input", "other"], "bool");

const arithmetic =
  "add sub subtract mul multiply div divide true_divide floor_divide remainder fmod pow maximum minimum fmax fmin atan2 arctan2 hypot bitwise_and bitwise_or " +
  "bitwise_xor xlogy float_power copysign rsub logaddexp logaddexp2 heaviside ldexp nextafter gcd lcm";

/** Python's operators, in both orders, with the names that PyTorch's own dispatch gives them. */
const operators: readonly [operator: string, row: string, reflected: string][] = [
  ["+", "add", "add"],
  ["-", "sub", "rsub"],
  ["*", "mul", "mul"],
  ["/", "div", "rdiv"],
  ["//", "floordiv", "rfloordiv"],
  ["%", "remainder", "rmod"],
  ["**", "pow", "rpow"],
  ["&", "and", "and"],
  ["|", "or", "or"],
  ["^", "xor", "xor"],
  ["<<", "lshift", "lshift"],
  [">>", "rshift", "rshift"],
];

const comparisons: readonly [operator: string, row: string, reflected: string][] = [
  ["==", "eq", "eq"],
  ["!=", "ne", "ne"],
  ["<", "lt", "gt"],
  ["<=", "le", "ge"],
  [">", "gt", "lt"],
  [">=", "ge", "le"],
];

function operatorRules(table: typeof operators, rule: Rule): TorchFunction[] {
  return table.flatMap(([operator, row, reflected]) => [
    { name: `operator ${operator}`, signature: "input, other", rule, row },
    {
      name: `operator reflected ${operator}`,
      signature: "input, other",
      rule,
      row: reflected === "rsub" ? "sub" : reflected,
    },
  ]);
}

const withoutNumbers: readonly TorchFunction[] = [
  ...named(unary, "input", keep),
  ...named(
    "dropout dropout1d dropout2d dropout3d alpha_dropout feature_dropout feature_alpha_dropout",
    "input, p=0.5",
    dropping,
  ),
  ...named("tril triu", "input, diagonal=0", ofMatrices),
  ...named("softmax log_softmax softmin cumsum cumprod logcumsumexp", "input, dim=None", alongAxis),
  ...named("flip", "input, *dims", alongAxes("dims")),
  ...named("roll", "input, shifts, dims=None", rolled),
  ...named("float half double long int", "input", typed),
  ...named("bool isnan isinf isfinite isposinf isneginf isreal logical_not signbit isin", "input", boolean),
  ...named(arithmetic, "input, other", binary),
  ...named(
    "eq ne lt le gt ge greater less not_equal greater_equal less_equal logical_and logical_or logical_xor isclose",
    "input, other",
    comparison,
  ),
  ...named("where", "condition, input=None, other=None", (call) => {
    if (!call.bound.has("input")) return new Unknown("how many places are true is not known");
    return combining(["condition", "input", "other"])(call);
  }),
  ...named("clamp clip", "input, min=None, max=None", clamped),
  ...named("clamp_min", "input, min", clamped),
  ...named("clamp_max", "input, max", clamped),
  ...named("masked_scatter", "input, mask, source", combining(["input", "mask"])),
  ...named("prelu", "input, weight", keep),
  ...named("bucketize", "input, boundaries", keep),
  ...named("polygamma", "n, input", keep),
  ...named("searchsorted", "sorted_sequence, input", keep),
  ...named("diff", "input, n=1, dim=-1, prepend=None, append=None", difference),
  ...named("masked_fill", "input, mask, value", (call) =>
    call.give(
      call.inPlace
        ? fitting(call, combined([call.get("input"), call.get("mask")]))
        : combined([call.get("input"), call.get("mask")]),
      call.tensor("input")?.dtype,
    ),
  ),
  ...named("copy", "input, src, non_blocking=False", (call) =>
    call.give(fitting(call, combined([call.get("input"), call.get("src")])), call.tensor("input")?.dtype),
  ),
  ...named("lerp", "input, end, weight", combining(["input", "end", "weight"])),
  ...named("addcmul addcdiv", "input, tensor1, tensor2, *, value=1", combining(["input", "tensor1", "tensor2"])),
  ...operatorRules(operators, binary),
  ...operatorRules(comparisons, comparison),
  { name: "unary -", signature: "input", rule: keep, row: "neg" },
  { name: "unary +", signature: "input", rule: keep, row: "positive" },
  { name: "unary ~", signature: "input", rule: keep, row: "invert" },
];

export const elementwise = withoutNumbers.map(withNumbers);
