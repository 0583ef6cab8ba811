/** Tensors out of nothing but a shape, and shapes out of tensors. */
import { ceilDivideDims } from "../../../tensor/dim/divide.ts";
import { subtractDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { Arguments } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { codes } from "../../tensors/codes.ts";
import { namedParts, Tuple, Unknown, type Value } from "../../value.ts";
import { KerasTensor, unknownTensor } from "../keras-tensor.ts";
import { asTensor } from "../nested.ts";
import { Options, type Refused } from "../options.ts";
import { unknownSize } from "../session.ts";
import { pythonShape, type Shape, sequenceOf, sizeFrom } from "../sizes.ts";
import { numbersOf, numbersOfShape } from "./numbers.ts";
import { operandFrom } from "./operators.ts";
import type { Library } from "./tensor-op.ts";

const fromShape = [
  ...["zeros", "ones", "empty", "normal", "uniform", "truncated_normal", "random_normal", "random_uniform"],
  ...["stateless_normal", "stateless_uniform", "stateless_truncated_normal"],
];

const common: readonly (readonly [string, Builtin])[] = [
  ...fromShape.map((name) => create(name, ["shape"])),
  create("full", ["shape", "fill_value"]),
  create("fill", ["dims", "value"]),
  creator("arange", (run, args) => counted(run, args)),
  creator("range", (run, args) => counted(run, args)),
  ...["linspace", "logspace", "geomspace"].map((name) => creator(name, spaced)),
  creator("Variable", (run, args) => wrapped(run, args)),
  creator("constant", (run, args) => wrapped(run, args)),
  creator("int_shape", (run, args) => {
    const shape = asTensor(args.positional[0]?.value)?.shape;
    return shape === undefined ? new Unknown("a shape is not known") : pythonShape(run, shape);
  }),
  creator("ndim", (_run, args) => rankOf(args.positional[0]?.value)),
  creator("rank", (_run, args) => rankOf(args.positional[0]?.value)),
];

const windows = ["hanning", "hamming", "blackman", "bartlett", "kaiser"];
const signalWindows = [
  "hann_window",
  "hamming_window",
  "kaiser_window",
  "vorbis_window",
  "kaiser_bessel_derived_window",
];

const decoding = ["contents", "channels", "dtype", "name", "expand_animations"];

const own: Readonly<Partial<Record<Library, readonly (readonly [string, Builtin])[]>>> = {
  keras: [
    creator("shape", (_run, args) => shapeTuple(args, (shape) => new Tuple(shape))),
    ...["randint", "beta", "binomial", "gamma"].map((name) => create(name, ["shape"])),
    ...["eye", "tri", "identity"].map((name) => matrix(name, "N", "M")),
    ...windows.map((name) => vector(name, "x")),
    creator("array", (run, args) => wrapped(run, args)),
  ],
  tf: [
    creator("shape", (_run, args) => shapeTuple(args, numbersOfShape)),
    matrix("eye", "num_rows", "num_columns", "batch_shape"),
    creator("read_file", () => dataTensor(new KerasTensor([], "string"))),
    ...["decode_png", "decode_jpeg", "decode_bmp"].map((name) => creator(name, decodedImage)),
    creator("decode_image", (run, args) => {
      const options = new Options(run, decoding, args);
      const isStill = options.flag("expand_animations", true) === false;
      return isStill ? decodedImage(run, args) : unknownTensor("the image may move");
    }),
    creator("decode_wav", decodedSound),
    ...signalWindows.map((name) => vector(name, "window_length")),
    creator("linear_to_mel_weight_matrix", (run, args) => {
      const options = new Options(run, ["num_mel_bins", "num_spectrogram_bins"], args);
      return ofSizes([options.size("num_spectrogram_bins", 129), options.size("num_mel_bins", 20)]);
    }),
  ],
  backend: [creator("shape", (_run, args) => shapeTuple(args, numbersOfShape)), matrix("eye", "size")],
};

/** How large an image is is known when it is read. */
function decodedImage(run: Run, args: Arguments): Value {
  const channels = new Options(run, decoding, args).present("channels") ?? 0;
  const open = () => unknownSize(run, "it is known when the image is read");
  const depth = channels === 0 ? undefined : sizeFrom(run, channels);
  return dataTensor(new KerasTensor([open(), open(), depth ?? open()], "uint8"));
}

/** How long a sound is is known when it is read. */
function decodedSound(run: Run, args: Arguments): Value {
  const options = new Options(run, ["contents", "desired_channels", "desired_samples"], args);
  const open = () => unknownSize(run, "it is known when the sound is read");
  const [length, channels] = ["desired_samples", "desired_channels"].map((name) => {
    const size = options.size(name, -1);
    return size === "refused" || size === -1 ? open() : size;
  });
  const audio = new KerasTensor([length ?? open(), channels ?? open()], "float32");
  return new Tuple([dataTensor(audio), dataTensor(new KerasTensor([], "int32"))], namedParts(["audio", "sample_rate"]));
}

export function creatorsOf(library: Library): ReadonlyMap<string, Builtin> {
  return new Map([...common, ...(own[library] ?? [])]);
}

/** So many numbers. */
function vector(name: string, parameter: string): [string, Builtin] {
  return creator(name, (run, args) => ofSizes([new Options(run, [parameter], args).size(parameter, 1)]));
}

/** Square unless the columns are given as well; of a batch of them in TensorFlow. */
function matrix(name: string, ...parameters: readonly string[]): [string, Builtin] {
  const [rows = "", columns = ""] = parameters;
  return creator(name, (run, args) => {
    const options = new Options(run, parameters, args);
    const height = options.size(rows, 1);
    const batch = sequenceOf(options.present("batch_shape") ?? new Tuple([]));
    const lead = batch?.map((size) => sizeFrom(run, size) ?? "refused") ?? ["refused"];
    return ofSizes([...lead, height, height === "refused" ? height : options.size(columns, height)]);
  });
}

/** A whole shape where one size belongs. */
function reportShapeWithin(run: Run, name: string, place: number, site: Site): void {
  const message = `${name}: size ${place} of its shape is a shape itself. Take one of its sizes.`;
  const call = { type: name, module: undefined, inputs: [] };
  run.trace.report({ code: codes.size, severity: "error", message, site, call });
}

function ofSizes(sizes: readonly (Dim | Refused)[]): KerasTensor {
  return sizes.includes("refused")
    ? unknownTensor("its size is not known")
    : dataTensor(new KerasTensor(sizes as Dim[]));
}

/** So many numbers between two; between tensors the numbers stand along a new first axis. */
function spaced(run: Run, args: Arguments): Value {
  const options = new Options(run, ["start", "stop", "num"], args);
  const ends = [options.value("start"), options.value("stop")].map((end) => operandFrom(end ?? null)?.shape);
  const count = options.size("num", 50);
  const isPlain = ends.every((end) => end?.length === 0) && options.present("axis") === undefined;
  return isPlain ? ofSizes([count]) : unknownTensor("how many numbers there are is not known");
}

function creator(name: string, body: (run: Run, args: Arguments, site: Site) => Value): [string, Builtin] {
  return [name, new Builtin(name, (run, args, site) => body(run, args, site))];
}

function create(name: string, parameters: readonly string[]): [string, Builtin] {
  return creator(name, (run, args, site) => {
    const options = new Options(run, parameters, args);
    const written = options.present("shape", "dims");
    const items = written === undefined ? undefined : (sequenceOf(written) ?? [written]);
    const place = items?.findIndex((item) => sequenceOf(item) !== undefined) ?? -1;
    if (place >= 0) reportShapeWithin(run, name, place, site);
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
  if (tensor === undefined) return unknownTensor("its value is not known");
  const made = dataTensor(new KerasTensor(tensor.shape, tensor.dtype, tensor.reason));
  made.numbers = numbersOf(value);
  return made;
}

/** What did not come out of a model: no row is written for what becomes of it. */
export function dataTensor(tensor: KerasTensor): KerasTensor {
  tensor.isData = true;
  return tensor;
}

/** The sizes as numbers to calculate with; those that are not known until it runs keep their letters. */
function shapeTuple({ positional, named }: Arguments, tupleOf: (shape: Shape) => Tuple): Value {
  const shape = asTensor((positional[0] ?? named.get("x") ?? named.get("input"))?.value)?.shape;
  return shape === undefined ? new Unknown("a shape is not known") : tupleOf(shape);
}

function rankOf(value: Value | undefined): Value {
  return asTensor(value)?.shape?.length ?? new Unknown("the number of axes is not known");
}
