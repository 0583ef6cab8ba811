/** Arguments as Keras 1 and early Keras 2 wrote them, under their present names: `border_mode`, `subsample`, `nb_filter`. */
import type { Argument, Arguments } from "../arguments.ts";
import type { SourceFile } from "../site.ts";
import { Tuple, type Value } from "../value.ts";

const renamed: Readonly<Record<string, string>> = {
  nb_filter: "filters",
  border_mode: "padding",
  subsample: "strides",
  subsample_length: "strides",
  filter_length: "kernel_size",
  atrous_rate: "dilation_rate",
  dim_ordering: "data_format",
  pool_length: "pool_size",
  bias: "use_bias",
  init: "kernel_initializer",
  W_regularizer: "kernel_regularizer",
  b_regularizer: "bias_regularizer",
  W_constraint: "kernel_constraint",
  b_constraint: "bias_constraint",
};

/** Renamed for some layers only. */
const renamedIn: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Dense: { output_dim: "units" },
  LSTM: { output_dim: "units" },
  GRU: { output_dim: "units" },
  SimpleRNN: { output_dim: "units" },
  Dropout: { p: "rate" },
  LeakyReLU: { alpha: "negative_slope" },
  MaxPooling1D: { stride: "strides" },
  AveragePooling1D: { stride: "strides" },
  UpSampling1D: { length: "size" },
};

const words: Readonly<Record<string, string>> = { th: "channels_first", tf: "channels_last" };

/** `file` is where the layer is built: one that has Keras 1's arguments elsewhere means them everywhere. */
export function presentArguments(className: string, args: Arguments, file: SourceFile): Arguments {
  const own = renamedIn[className] ?? {};
  const isFormer = [...args.named.keys()].some((name) => name in renamed || name in own || name === "nb_row");
  if (!isFormer) return isOfKeras1(file) ? withKernel(className, args) : args;
  const named = new Map<string, Argument>();
  for (const [name, argument] of args.named) named.set(own[name] ?? renamed[name] ?? name, presentWord(argument));
  return withKernel(className, { ...args, named });
}

/** Arguments that no other library has, and that Keras 2 no longer takes. */
const keras1 =
  /\b(?:border_mode|nb_(?:filter|row|col|epoch)|[Wb]_(?:regularizer|constraint)|dim_ordering)\s*=\s*["(\w']/;
const found = new WeakMap<SourceFile, boolean>();

export function isOfKeras1(file: SourceFile): boolean {
  const known = found.get(file) ?? keras1.test(file.text);
  found.set(file, known);
  return known;
}

function presentWord(argument: Argument): Argument {
  const word = typeof argument.value === "string" ? words[argument.value] : undefined;
  return word === undefined ? argument : { ...argument, value: word };
}

/** `Convolution2D(64, 3, 3, ...)` and `nb_row=3, nb_col=3`: height and width stood apart. */
function withKernel(className: string, args: Arguments): Arguments {
  if (!className.endsWith("Conv2D")) return args;
  const [filters, height = args.named.get("nb_row"), width = args.named.get("nb_col")] = args.positional;
  if (height === undefined || width === undefined) return args;
  if (!isNumber(height.value) || !isNumber(width.value)) return args;
  const kernel: Argument = { value: new Tuple([height.value, width.value]), written: undefined };
  const named = new Map(args.named).set("kernel_size", kernel);
  return { ...args, positional: filters === undefined ? [] : [filters], named };
}

function isNumber(value: Value | undefined): value is number {
  return typeof value === "number";
}
