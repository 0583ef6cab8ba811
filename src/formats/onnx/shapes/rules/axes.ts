/** The same numbers under other axes. */
import type { Shape } from "../../../../python/tensors/answer.ts";
import { permuteAxes } from "../../../../python/tensors/axes.ts";
import { broadcast } from "../../../../python/tensors/broadcast.ts";
import { codes } from "../../../../python/tensors/codes.ts";
import { expandTo, repeatAxes, reshape } from "../../../../python/tensors/reshape.ts";
import { divideExactly, floorDivideDims } from "../../../../tensor/dim/divide.ts";
import { compareDims } from "../../../../tensor/dim/order.ts";
import { productOfDims, scaleDim } from "../../../../tensor/dim/sum.ts";
import { formatDim } from "../../../../tensor/dim/text.ts";
import type { Dim } from "../../../../tensor/dim.ts";
import type { Call, Rule, Rules } from "../call.ts";
import { elementAt, fillPlaces } from "../elements.ts";
import { NotKnown, type Output, Wrong } from "../value.ts";

/** As many numbers in the same order. */
function renamed(call: Call, shape: Shape): Output {
  return { shape, elements: call.elements(0) };
}

/** The target, of which 0 keeps an axis and -1 is what is left. */
const reshaping: Rule = (call) => {
  const input = call.shape(0);
  const target = call.integers("shape") ?? call.sizes(1);
  if (target === undefined) throw new NotKnown(`the shape that ${call.node.name} makes is computed from data`);
  const keeps = call.integer("allowzero", 0) === 0;
  const sizes = target.map((size, axis) => (size === 0 && keeps ? keptSize(input, axis) : size));
  // A letter is taken to be at least 1, so that it would seem not to fit a tensor without numbers.
  const isOpen = input.includes(0) && sizes.some((size) => typeof size !== "number");
  return renamed(call, isOpen ? sizes : call.checked(reshape(input, sizes)));
};

function keptSize(input: Shape, axis: number): Dim {
  const size = input[axis];
  if (size !== undefined) return size;
  throw new Wrong(codes.reshape, `a 0 keeps axis ${axis}, but the input has ${input.length} axes.`);
}

const flatten: Rule = (call) => {
  const input = call.shape(0);
  const written = call.integer("axis", 1);
  const axis = written === input.length ? written : call.axis(written, input.length);
  return renamed(call, [productOfDims(input.slice(0, axis)), productOfDims(input.slice(axis))]);
};

const transpose: Rule = (call) => {
  const input = call.shape(0);
  const order = call.integers("perm") ?? input.map((_, axis) => input.length - 1 - axis);
  const shape = permuteAxes(input, order);
  if (shape === undefined || !order.every((axis) => axis >= 0 && axis < input.length)) {
    throw new Wrong(codes.axis, `perm [${order.join(", ")}] does not name each of ${input.length} axes once.`);
  }
  const elements = call.elements(0);
  if (elements === undefined) return { shape };
  const at = (place: readonly number[]) =>
    elementAt(
      elements,
      input,
      input.map((_, axis) => place[order.indexOf(axis)] as number),
    );
  return { shape, elements: fillPlaces(shape, at) };
};

const squeeze: Rule = (call) => {
  const input = call.shape(0);
  const written = call.integers("axes", 1);
  const axes = written ? call.axes(written, input.length) : ones(call, input);
  const odd = axes.find((axis) => compareDims("==", input[axis] as Dim, 1) === false);
  if (odd === undefined)
    return renamed(
      call,
      input.filter((_, axis) => !axes.includes(axis)),
    );
  throw new Wrong(
    codes.axis,
    `axis ${odd} is ${formatDim(input[odd] as Dim)}, and only axes of size 1 can be left out.`,
  );
};

/** All axes of size 1; a letter may be 1 or not. */
function ones(call: Call, input: Shape): number[] {
  if (input.some((size) => compareDims("==", size, 1) === undefined)) {
    throw new NotKnown(`which axes ${call.node.name} leaves out depends on the input's size`);
  }
  return input.flatMap((size, axis) => (size === 1 ? [axis] : []));
}

const unsqueeze: Rule = (call) => {
  const input = call.shape(0);
  const written = call.integers("axes", 1) ?? [];
  const axes = call.axes(written, input.length + written.length);
  const rest = [...input];
  const shape = Array.from({ length: input.length + axes.length }, (_, axis) =>
    axes.includes(axis) ? 1 : (rest.shift() ?? 1),
  );
  return renamed(call, shape);
};

/** Both ways: an axis of size 1 in the target keeps the input's. */
const expand: Rule = (call) => {
  const [input, target] = [call.shape(0), call.sizes(1)];
  if (target === undefined) throw new NotKnown(`the shape that ${call.node.name} makes is computed from data`);
  const wide =
    target.length < input.length ? [...input.slice(0, input.length - target.length).map(() => 1), ...target] : target;
  const sizes = wide.map((size, axis) => (size === 1 ? (input[axis - wide.length + input.length] ?? 1) : size));
  const shape = call.checked(expandTo(input, sizes));
  call.checked(broadcast(input, shape));
  const elements = call.elements(0);
  return { shape, elements: elements && fillPlaces(shape, (place) => elementAt(elements, input, place)) };
};

const tile: Rule = (call) => {
  const [input, times] = [call.shape(0), call.sizes(1)];
  if (times === undefined) throw new NotKnown(`how often ${call.node.name} repeats is computed from data`);
  const shape = repeatAxes(input, times);
  const elements = call.elements(0);
  if (elements === undefined) return { shape };
  const at = (place: readonly number[]) =>
    elementAt(
      elements,
      input,
      place.map((at, axis) => at % (input[axis] as number)),
    );
  return { shape, elements: fillPlaces(shape, at) };
};

const depthToSpace: Rule = (call) => {
  const [n, c, h, w] = call.shapeOfRank(0, 4) as [Dim, Dim, Dim, Dim];
  const block = blockOf(call);
  const channels = divideExactly(c, block * block) ?? (typeof c === "number" ? undefined : call.unknownSize());
  if (channels !== undefined) return { shape: [n, channels, scaleDim(h, block), scaleDim(w, block)] };
  throw new Wrong(
    codes.inChannels,
    `${formatDim(c)} channels are no multiple of ${block} × ${block}, which a block of pixels takes.`,
  );
};

const spaceToDepth: Rule = (call) => {
  const [n, c, h, w] = call.shapeOfRank(0, 4) as [Dim, Dim, Dim, Dim];
  const block = blockOf(call);
  return { shape: [n, scaleDim(c, block * block), floorDivideDims(h, block) ?? h, floorDivideDims(w, block) ?? w] };
};

function blockOf(call: Call): number {
  const block = call.integer("blocksize", 0);
  if (block >= 1) return block;
  throw new Wrong(codes.window, `blocksize must be at least 1, and is ${block}.`);
}

export const axisRules: Rules = {
  Reshape: reshaping,
  Flatten: flatten,
  Transpose: transpose,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Expand: expand,
  Tile: tile,
  DepthToSpace: depthToSpace,
  SpaceToDepth: spaceToDepth,
};
