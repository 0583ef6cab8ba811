/** Layers that give the same numbers other axes, or more or fewer of them: flatten, reshape, pad, crop, enlarge. */

import { addDims, multiplyDims, productOfDims, subtractDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { reshape } from "../../tensors/reshape.ts";
import { tupleText } from "../../tuple-text.ts";
import { Unknown, type Value } from "../../value.ts";
import type { Construction } from "../construction.ts";
import type { LayerCall } from "../layer-call.ts";
import { gives, type LayerKind, type Outcome } from "../layer-kind.ts";
import { batchLetter, openSize } from "../session.ts";
import { formatShape, type Shape, sequenceOf, sizeFrom } from "../sizes.ts";
import { sizeOf } from "./convolution.ts";
import { arrange, layoutOf } from "./layout.ts";
import { checkSizes, ones, sizesOr } from "./sliding.ts";
import { tableDetail } from "./table-detail.ts";

const flatten: LayerKind = {
  names: ["Flatten"],
  takesOne: true,
  parameters: ["data_format"],
  anyRank: true,
  apply(call) {
    if (call.input?.shape === undefined) return gives(unknownRow(call));
    const [batch = 1, ...rest] = call.shape;
    return gives([batch, productOfDims(rest)], { detail: () => tableDetail(call) });
  },
};

/** Whatever comes in, rows come out. */
export function unknownRow(call: LayerCall): Shape {
  const reason = call.input?.reason ?? "its input is not known";
  return [openSize(call.run, batchLetter), call.unknown(reason)];
}

const reshapeLayer: LayerKind = {
  names: ["Reshape"],
  takesOne: true,
  parameters: ["target_shape"],
  anyRank: true,
  apply(call) {
    const target = targetOf(call);
    const [batch, ...rest] = call.input?.shape ?? [];
    if (target === undefined) return gives(undefined);
    if (batch === undefined) return gives([openSize(call.run, batchLetter), ...knownOnly(call, target)]);
    const answer = reshape(rest, target);
    if ("shape" in answer) {
      const detail = () => (target.includes(-1) ? undefined : tableDetail(call));
      return gives([batch, ...answer.shape], { detail });
    }
    if ("mistake" in answer) reportReshape(call, rest, target);
    return gives([batch, ...knownOnly(call, target)]);
  },
};

function targetOf(call: LayerCall): Dim[] | undefined {
  const written = call.options.present("target_shape");
  const items = written === undefined ? undefined : (sequenceOf(written) ?? [written]);
  if (items === undefined || written instanceof Unknown) return undefined;
  const sizes = items.map((item) => (item === null ? -1 : sizeFrom(call.run, item)));
  return sizes.every((size) => size !== undefined) ? sizes : undefined;
}

/** What was surely meant: the target, with what it leaves open unknown. */
function knownOnly(call: LayerCall, target: Shape): Shape {
  return target.map((size) => (size === -1 ? call.unknown("the reshape leaves it open") : size));
}

function reportReshape(call: LayerCall, rest: Shape, target: Shape): void {
  const total = productOfDims(rest);
  const fix = call.replace("target_shape", reshapeRemedy(total, target) ?? `(${target.join(", ")})`);
  const remedy = reshapeRemedy(total, target);
  call.problem(
    "shape/reshape",
    `${call.name}: the input ${formatShape(rest)} holds ${String(total)} values, which cannot become ${tupleText(target.map(String))}. ` +
      `Choose sizes whose product is ${String(total)}.`,
    remedy === undefined ? undefined : fix,
  );
}

/** The target with its last size set so that the product is right, where that is a whole number. */
function reshapeRemedy(total: Dim, target: Shape): string | undefined {
  if (typeof total !== "number" || !target.every((size) => typeof size === "number" && size > 0)) return undefined;
  const others = target.slice(0, -1).reduce<number>((product, size) => product * (size as number), 1);
  return total % others === 0 ? tupleText([...target.slice(0, -1), total / others].map(String)) : undefined;
}

const permute: LayerKind = {
  names: ["Permute"],
  takesOne: true,
  parameters: ["dims"],
  apply(call) {
    const dims = sequenceOf(call.options.present("dims") ?? null);
    if (dims === undefined) return gives(undefined);
    const [batch = 1] = call.shape;
    const order = dims.map((axis) => (typeof axis === "number" ? call.shape[axis] : undefined));
    const isWhole = order.length === call.shape.length - 1 && new Set(dims).size === order.length;
    if (isWhole && order.every((size) => size !== undefined)) return gives([batch, ...order]);
    if (dims.every((axis) => typeof axis === "number")) {
      call.problem(
        "shape/axis",
        `${call.name}: dims (${dims.join(", ")}) must name each axis of ${formatShape(call.shape)} behind the batch once.`,
      );
    }
    return gives(undefined);
  },
};

const repeatVector: LayerKind = {
  names: ["RepeatVector"],
  takesOne: true,
  parameters: ["n"],
  apply(call) {
    const [batch, features] = call.shape;
    if (call.shape.length === 2 && batch !== undefined && features !== undefined) {
      return gives([batch, sizeOf(call, "n"), features]);
    }
    call.problem("shape/rank", `${call.name} expects 2 axes, (batch, features), and gets ${formatShape(call.shape)}.`);
    return gives(undefined);
  },
};

/** Before and after, for each axis; `undefined`: not known. */
type Sides = readonly (readonly [before: Dim, after: Dim])[];

/** A number for all sides, one for each axis, or a pair for each axis. */
function sidesOf(call: LayerCall, name: string, rank: number): Sides | undefined {
  const value = call.options.present(name) ?? 1;
  const items = sequenceOf(value);
  if (items === undefined) return pairOf(call, value, rank);
  if (rank === 1) return items.length === 1 ? sidesFrom(call, [items[0] ?? null]) : sidesFrom(call, [value]);
  return items.length === rank ? sidesFrom(call, items) : undefined;
}

function pairOf(call: LayerCall, value: Value, rank: number): Sides | undefined {
  return sidesFrom(call, Array<Value>(rank).fill(value));
}

function sidesFrom(call: LayerCall, items: readonly Value[]): Sides | undefined {
  const sides = items.map((item) => {
    const [before = null, after = null] = sequenceOf(item) ?? [item, item];
    const [first, second] = [sizeFrom(call.run, before), sizeFrom(call.run, after)];
    return first === undefined || second === undefined ? undefined : ([first, second] as const);
  });
  return sides.every((side) => side !== undefined) ? sides : undefined;
}

/** In the constructor: one number, or as many as there are axes. */
function checkSides(construction: Construction, name: string, rank: number): void {
  const items = sequenceOf(construction.options.present(name) ?? null);
  if (rank === 1 || items === undefined || items.length === rank) return;
  const message = `${construction.name}: ${name} must be a whole number or a tuple of ${rank}, and has ${items.length}.`;
  construction.problem("keras/argument", message);
}

function zeroPadding(rank: number): LayerKind {
  return {
    names: [`ZeroPadding${rank}D`],
    parameters: ["padding", "data_format"],
    check: (construction) => checkSides(construction, "padding", rank),
    apply(call) {
      return resized(call, rank, (spatial) => {
        const sides = sidesOf(call, "padding", rank);
        return (
          sides && spatial.map((size, axis) => addDims(size, addDims(sides[axis]?.[0] ?? 0, sides[axis]?.[1] ?? 0)))
        );
      });
    },
  };
}

function cropping(rank: number): LayerKind {
  return {
    names: [`Cropping${rank}D`],
    parameters: ["cropping", "data_format"],
    check: (construction) => checkSides(construction, "cropping", rank),
    apply(call) {
      return resized(call, rank, (spatial) => {
        const sides = sidesOf(call, "cropping", rank);
        const left = sides?.map(([before, after], axis) => subtractDims(spatial[axis] ?? 0, addDims(before, after)));
        return left && checkCropped(call, spatial, left);
      });
    },
  };
}

function checkCropped(call: LayerCall, spatial: Shape, left: Shape): Shape {
  if (left.every((size) => typeof size !== "number" || size > 0)) return left;
  call.problem(
    "shape/crop",
    `${call.name} crops more than there is: of ${spatial.map(String).join(" × ")} it would leave ${left.map(String).join(" × ")}. Crop less.`,
  );
  return left.map((size) => (typeof size === "number" && size < 1 ? call.unknown("too much is cropped") : size));
}

function upSampling(rank: number): LayerKind {
  return {
    names: [`UpSampling${rank}D`],
    parameters: rank === 2 ? ["size", "data_format", "interpolation"] : ["size", "data_format"],
    check: (construction) => checkSizes(construction, "size", rank),
    apply(call) {
      return resized(call, rank, (spatial) => {
        const factors = sizesOr(
          call,
          call.options.sizes(
            "size",
            rank,
            ones(rank).map(() => 2),
          ),
          rank,
        );
        return spatial.map((size, axis) => multiplyDims(size, factors[axis] ?? 1));
      });
    },
  };
}

/** What becomes of the axes of space; the channels stay. */
function resized(call: LayerCall, rank: number, change: (spatial: Shape) => Shape | undefined): Outcome {
  const layout = layoutOf(call, rank);
  const spatial = layout && change(layout.spatial);
  if (layout === undefined || spatial === undefined) return gives(undefined);
  const detail = () => tableDetail(call, [[layout.batch, ...layout.spatial, layout.channels]]);
  return gives(arrange(layout, spatial, layout.channels), { detail });
}

/** `Resizing`, `CenterCrop`, `RandomCrop`: images of a given height and width. */
function toSize(name: string): LayerKind {
  return {
    names: [name],
    parameters: ["height", "width", ...(name === "Resizing" ? ["interpolation", "crop_to_aspect_ratio"] : [])],
    apply(call) {
      const size: Shape = [sizeOf(call, "height"), sizeOf(call, "width")];
      if (call.shape.length === 3) return gives([...size, call.shape[2] as Dim]);
      return resized(call, 2, () => size);
    },
  };
}

export const reshapings: readonly LayerKind[] = [
  flatten,
  reshapeLayer,
  permute,
  repeatVector,
  ...[1, 2, 3].flatMap((rank) => [zeroPadding(rank), cropping(rank), upSampling(rank)]),
  ...["Resizing", "CenterCrop", "RandomCrop"].map(toSize),
];
