/** Operations value by value: the shape stays, or two shapes are broadcast. */
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { broadcast, broadcastAll } from "../../tensors/broadcast.ts";
import { Unknown } from "../../value.ts";
import { asTensor } from "../nested.ts";
import type { TensorOp } from "./tensor-op.ts";

const unary = [
  ...["relu", "relu6", "sigmoid", "tanh", "softplus", "softsign", "silu", "swish", "gelu", "elu", "selu", "leaky_relu"],
  ...[
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "softmax",
    "log_softmax",
    "log_sigmoid",
    "celu",
    "glu_",
    "mish",
    "crelu_",
  ],
  ...[
    "exp",
    "log",
    "log1p",
    "log2",
    "log10",
    "expm1",
    "sqrt",
    "rsqrt",
    "square",
    "abs",
    "absolute",
    "sign",
    "sin",
    "cos",
  ],
  ...[
    "tan",
    "sinh",
    "cosh",
    "arcsin",
    "arccos",
    "arctan",
    "asin",
    "acos",
    "atan",
    "erf",
    "floor",
    "ceil",
    "round",
    "rint",
  ],
  ...[
    "negative",
    "reciprocal",
    "cast",
    "identity",
    "stop_gradient",
    "clip",
    "clip_by_value",
    "dropout",
    "l2_normalize",
  ],
  ...[
    "normalize",
    "nan_to_num",
    "isnan",
    "isinf",
    "isfinite",
    "logical_not",
    "cumsum",
    "cumprod",
    "flip",
    "reverse",
    "roll",
  ],
  ...["sort", "argsort", "zeros_like", "ones_like", "full_like", "convert_to_tensor", "convert_to_numpy", "copy"],
  ...["softmax_cross_entropy_with_logits_", "moving_average_", "batch_normalization", "layer_normalization"],
  ...["random_flip_left_right", "random_flip_up_down", "random_brightness", "random_contrast", "random_hue"],
  ...["random_saturation", "flip_left_right", "flip_up_down", "adjust_brightness", "adjust_contrast", "adjust_hue"],
  ...["adjust_saturation", "per_image_standardization", "convert_image_dtype", "ensure_shape", "lrn"],
  ...["hard_tanh", "hard_shrink", "soft_shrink", "tanh_shrink", "squareplus", "sparse_plus", "sparse_sigmoid"],
  ...["sparsemax", "threshold", "rms_normalization", "arcsinh", "arccosh", "arctanh", "cbrt", "exp2", "trunc"],
  ...["erfc", "erfinv", "saturate_cast", "conj", "real", "imag", "angle", "fliplr", "flipud"],
  ...["local_response_normalization", "tril", "triu", "constant", "to_float", "variable"],
  ...["is_finite", "is_inf", "is_nan", "lgamma", "digamma", "adjust_gamma", "rgb_to_yuv", "clip_by_norm", "shuffle"],
];

const binary = [
  ...[
    "add",
    "subtract",
    "multiply",
    "divide",
    "true_divide",
    "maximum",
    "minimum",
    "power",
    "pow",
    "floor_divide",
    "mod",
  ],
  ...["floormod", "squared_difference", "divide_no_nan", "greater", "greater_equal", "less", "less_equal", "equal"],
  ...["not_equal", "logical_and", "logical_or", "logical_xor", "arctan2", "atan2", "floordiv", "truediv", "bias_add"],
  ...["fmin", "fmax", "hypot", "logaddexp", "bitwise_and", "bitwise_or", "bitwise_xor", "left_shift", "right_shift"],
  ...["multiply_no_nan", "xlogy", "realdiv", "isclose", "scalar_mul"],
];

const comparisons: ReadonlyMap<string, (left: number, right: number) => boolean> = new Map([
  ["equal", (left, right) => left === right],
  ["not_equal", (left, right) => left !== right],
  ["greater", (left, right) => left > right],
  ["greater_equal", (left, right) => left >= right],
  ["less", (left, right) => left < right],
  ["less_equal", (left, right) => left <= right],
]);

export const elementwiseOps: readonly TensorOp[] = [
  {
    names: { all: unary.filter((name) => !name.endsWith("_")), array: ["astype", "clip", "copy", "round"] },
    takes: "one",
    parameters: ["alpha", "axis"],
    answers: ({ shapes: [shape = []] }) => [{ shape }],
  },
  {
    names: { all: binary },
    takes: "two",
    parameters: [],
    answers: ({ shapes: [left = [], right = []] }) => [broadcast(left, right)],
    ofNumbers: (name, left, right) => comparisons.get(name)?.(left, right),
  },
  {
    names: { all: ["where"], backend: ["switch"] },
    takes: "one",
    parameters: ["x1", "x2"],
    answers({ shapes: [condition = []], options }) {
      const [a, b] = [options.present("x1", "x"), options.present("x2", "y")];
      if (a instanceof Unknown || b instanceof Unknown) return [{ unknown: "what it chooses from is not known" }];
      if (a === undefined || b === undefined) return [{ unknown: "how many values are true is known when it runs" }];
      return [broadcastAll([condition, shapeOf(asTensor(a)), shapeOf(asTensor(b))])];
    },
  },
  {
    names: { tf: ["add_n", "accumulate_n"] },
    takes: "list",
    parameters: [],
    answers: ({ shapes }): readonly ShapeAnswer[] => [broadcastAll(shapes)],
  },
];

function shapeOf(tensor: { readonly shape: Shape | undefined } | undefined): Shape {
  return tensor?.shape ?? [];
}
