/** Blocks of an image that become channels or samples, and the other way round. */
import { divideExactly } from "../../../tensor/dim/divide.ts";
import { addDims, multiplyDims, productOfDims, scaleDim, subtractDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { codes } from "../../tensors/codes.ts";
import { formatShape, sequenceOf, sizeFrom } from "../sizes.ts";
import { targetFrom } from "./arranging.ts";
import { spreadOf } from "./sliding-windows.ts";
import { notKnown, type OpCall, type TensorOp } from "./tensor-op.ts";

type Exchange = (spatial: Shape, channels: Dim, block: number) => readonly [Shape, Dim | undefined] | undefined;

function exchanging(name: string, exchange: Exchange): TensorOp {
  return {
    names: { all: [name] },
    takes: "one",
    parameters: ["block_size", "data_format"],
    answers(call) {
      const [spread, block] = [spreadOf(call, 2), call.options.number("block_size", 0)];
      if (spread === undefined || !block) return [notKnown];
      const [spatial, channels] = exchange(spread.spatial, spread.own, block) ?? [];
      if (spatial !== undefined && channels !== undefined) return [{ shape: spread.arrange(spatial, channels) }];
      return [
        [...spread.spatial, spread.own].every((size) => typeof size === "number") ? uneven(call, block) : notKnown,
      ];
    },
  };
}

function uneven({ shapes: [shape = []] }: OpCall, block: number): ShapeAnswer {
  return mistaken(codes.reshape, `${formatShape(shape)} does not divide into blocks of ${block} by ${block}.`);
}

function divided(sizes: Shape, blocks: Shape): Shape | undefined {
  const parts = sizes.map((size, axis) => divideExactly(size, blocks[axis] ?? 1));
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

/** To each axis of space belongs a block, and what is added to it or cut off. */
function batched(
  call: OpCall,
  change: (lead: Dim, spatial: Shape, blocks: Shape, sides: Shape) => Shape | undefined,
): ShapeAnswer {
  const [shape = []] = call.shapes;
  const written = call.options.present("block_shape", "block_size");
  const blocks = targetFrom(call, written);
  const sides = sequenceOf(call.options.present("paddings", "crops") ?? null)?.map((pair) =>
    (sequenceOf(pair) ?? []).map((size) => sizeFrom(call.run, size) ?? 0).reduce(addDims, 0),
  );
  const [lead, ...rest] = shape;
  if (lead === undefined || blocks === undefined || sides?.length !== blocks.length) return notKnown;
  const changed = change(lead, rest.slice(0, blocks.length), blocks, sides);
  return changed === undefined ? notKnown : { shape: [...changed, ...rest.slice(blocks.length)] };
}

const toBatch = (lead: Dim, spatial: Shape, blocks: Shape, sides: Shape): Shape | undefined => {
  const padded = spatial.map((size, axis) => addDims(size, sides[axis] ?? 0));
  const parts = divided(padded, blocks);
  return parts && [multiplyDims(lead, productOfDims(blocks)), ...parts];
};

const fromBatch = (lead: Dim, spatial: Shape, blocks: Shape, sides: Shape): Shape | undefined => {
  const samples = divideExactly(lead, productOfDims(blocks));
  const whole = spatial.map((size, axis) => subtractDims(multiplyDims(size, blocks[axis] ?? 1), sides[axis] ?? 0));
  return samples === undefined ? undefined : [samples, ...whole];
};

export const blockOps: readonly TensorOp[] = [
  exchanging("depth_to_space", (spatial, channels, block) => [
    spatial.map((size) => scaleDim(size, block)),
    divideExactly(channels, block * block),
  ]),
  exchanging("space_to_depth", (spatial, channels, block) => {
    const parts = divided(spatial, [block, block]);
    return parts && [parts, scaleDim(channels, block * block)];
  }),
  {
    names: { tf: ["space_to_batch", "space_to_batch_nd"] },
    takes: "one",
    parameters: ["block_shape", "paddings"],
    answers: (call) => [batched(call, toBatch)],
  },
  {
    names: { tf: ["batch_to_space", "batch_to_space_nd"] },
    takes: "one",
    parameters: ["block_shape", "crops"],
    answers: (call) => [batched(call, fromBatch)],
  },
];
