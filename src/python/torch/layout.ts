/**
 * How a tensor lies in memory, where that is sure. A view must not cut across it: PyTorch refuses `x.transpose(1, 2).view(...)`
 * where `reshape` would copy. Of what comes from a function that is not listed here nothing is known.
 */
import type { Shape } from "../tensors/answer.ts";
import { axesFrom, itemsOf } from "../tensors/sizes.ts";
import { List, Tuple, type Value } from "../value.ts";
import type { Call } from "./call.ts";
import { TorchTensor } from "./tensor.ts";

interface Layout {
  readonly sizes: readonly number[];
  /** How many numbers lie between two neighbours along each axis. */
  readonly strides: readonly number[];
}

const layouts = new WeakMap<TorchTensor, Layout>();

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** They make a tensor of their own, one row behind the other, whatever they are given. */
const MAKING = words(
  "zeros ones empty rand randn full arange linspace eye tensor randint linear layer_norm embedding Linear LayerNorm Embedding",
);

/** One row behind the other, if all that they are given lies so. */
const KEEPING = words(
  "relu relu6 gelu silu elu leaky_relu hardswish hardtanh mish softplus sigmoid tanh exp abs sqrt neg pow clamp clone " +
    "dropout dropout2d softmax log_softmax cat stack add sub mul div + - * / ** bmm conv1d conv2d conv3d batch_norm group_norm " +
    "max_pool1d max_pool2d max_pool3d avg_pool1d avg_pool2d avg_pool3d adaptive_avg_pool1d adaptive_avg_pool2d " +
    "adaptive_max_pool2d interpolate pad pixel_shuffle " +
    "ReLU ReLU6 GELU SiLU ELU LeakyReLU PReLU Hardswish Hardtanh Mish Softplus Sigmoid Tanh Dropout Dropout2d Softmax " +
    "LogSoftmax Identity Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d BatchNorm1d BatchNorm2d BatchNorm3d GroupNorm " +
    "InstanceNorm2d MaxPool1d MaxPool2d MaxPool3d AvgPool1d AvgPool2d AvgPool3d AdaptiveAvgPool1d AdaptiveAvgPool2d " +
    "AdaptiveMaxPool2d Upsample UpsamplingNearest2d UpsamplingBilinear2d PixelShuffle",
);

/** Products of matrices, or of as many matrices on both sides. */
const PRODUCTS = words("matmul mm @");
const SWAPPING = words("transpose swapaxes swapdims");
const RESHAPING = words("view reshape flatten");

/** To be told of every function's result. */
export function noteLayout(call: Call, inputs: readonly TorchTensor[], result: Value): void {
  const name = call.name.replace(/^operator (reflected )?/, "");
  if (name === "unbind") notePieces(call, result);
  else if (result instanceof TorchTensor) note(result, stridesOf(call, name, inputs, result));
}

/** The same of a framework's own layer. */
export function noteLayerLayout(type: string, inputs: readonly TorchTensor[], outputs: readonly TorchTensor[]): void {
  const isInOrder = MAKING.has(type) || (KEEPING.has(type) && areInOrder(inputs));
  for (const output of isInOrder ? outputs : []) note(output, rowByRow(output.shape));
}

/** Whether a view of that shape would cut across what lies in memory; false where that is not known. */
export function cutsAcross(tensor: TorchTensor | undefined, target: Shape): boolean {
  const layout = tensor && layoutOf(tensor);
  return layout !== undefined && isNumbers(target) && stridesOfView(layout, target) === undefined;
}

function stridesOf(
  call: Call,
  name: string,
  inputs: readonly TorchTensor[],
  { shape }: TorchTensor,
): readonly number[] | undefined {
  if (MAKING.has(name) || (name === "contiguous" && call.args.positional.length + call.args.named.size === 1))
    return rowByRow(shape);
  if (KEEPING.has(name)) return areInOrder(inputs) ? rowByRow(shape) : undefined;
  if (PRODUCTS.has(name)) return isOfMatrices(inputs) ? rowByRow(shape) : undefined;
  const layout = inputs[0] && layoutOf(inputs[0]);
  if (layout === undefined || shape === undefined) return undefined;
  if (RESHAPING.has(name)) return isNumbers(shape) ? (stridesOfView(layout, shape) ?? rowByRow(shape)) : undefined;
  const axes = name === "permute" ? orderIn(call, layout) : SWAPPING.has(name) ? swapIn(call, layout) : undefined;
  if (axes) return axes.map((axis) => layout.strides[axis] as number);
  return name === "getitem" && typeof call.get("key") === "number" ? layout.strides.slice(1) : undefined;
}

function notePieces(call: Call, result: Value): void {
  const layout = call.tensor("input") && layoutOf(call.tensor("input") as TorchTensor);
  const [axis] = layout ? (axesFrom(call.get("dim"), layout.sizes.length) ?? []) : [];
  if (layout === undefined || axis === undefined) return;
  for (const piece of itemsOf(result) ?? [])
    if (piece instanceof TorchTensor) note(piece, layout.strides.toSpliced(axis, 1));
}

function orderIn(call: Call, { sizes }: Layout): readonly number[] | undefined {
  const given = itemsOf(call.get("dims")) ?? [];
  const [only] = given;
  const order = given.length === 1 && (only instanceof Tuple || only instanceof List) ? only : new Tuple(given);
  return axesFrom(order, sizes.length);
}

function swapIn(call: Call, { sizes }: Layout): readonly number[] | undefined {
  const [one] = axesFrom(call.get("dim0"), sizes.length) ?? [];
  const [other] = axesFrom(call.get("dim1"), sizes.length) ?? [];
  if (one === undefined || other === undefined) return undefined;
  return sizes.map((_, axis) => (axis === one ? other : axis === other ? one : axis));
}

function note(tensor: TorchTensor, strides: readonly number[] | undefined): void {
  const sizes = tensor.shape;
  if (strides === undefined || sizes === undefined || !isNumbers(sizes) || strides.length !== sizes.length) return;
  layouts.set(tensor, { sizes, strides });
}

/** `undefined` also of a tensor that was given another shape since. */
function layoutOf(tensor: TorchTensor): Layout | undefined {
  const layout = layouts.get(tensor);
  return layout?.sizes === tensor.shape ? layout : undefined;
}

function areInOrder(tensors: readonly TorchTensor[]): boolean {
  return tensors.length > 0 && tensors.every((tensor) => isInOrder(layoutOf(tensor)));
}

function isInOrder(layout: Layout | undefined): boolean {
  const rows = layout && rowByRow(layout.sizes);
  return layout?.strides.every((stride, axis) => stride === rows?.[axis] || layout.sizes[axis] === 1) ?? false;
}

function isOfMatrices([left, right]: readonly TorchTensor[]): boolean {
  const rank = left?.shape?.length ?? 0;
  return rank >= 2 && rank === right?.shape?.length;
}

function isNumbers(shape: Shape): shape is readonly number[] {
  return shape.every((size) => typeof size === "number");
}

function rowByRow(shape: Shape | undefined): readonly number[] | undefined {
  if (shape === undefined || !isNumbers(shape)) return undefined;
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * Math.max(size, 1), 1));
}

/** As PyTorch's own `computeStride`: axes that lie behind each other are one block, and a view must not split across two. */
function stridesOfView({ sizes, strides }: Layout, target: readonly number[]): readonly number[] | undefined {
  if (sizes.includes(0) || sizes.length === 0) return rowByRow(target);
  const made: number[] = [];
  let place = target.length - 1;
  let [base, held, taken] = [strides.at(-1) as number, 1, 1];
  for (let axis = sizes.length - 1; axis >= 0; axis--) {
    held *= sizes[axis] as number;
    const before = strides[axis - 1];
    if (axis > 0 && (sizes[axis - 1] === 1 || before === held * base)) continue;
    while (place >= 0 && (taken < held || target[place] === 1)) {
      made[place] = taken * base;
      taken *= target[place--] as number;
    }
    if (taken !== held) return undefined;
    [base, held, taken] = [before ?? 1, 1, 1];
  }
  return place < 0 ? made : undefined;
}
