/** `einops.pack` and `unpack`: tensors that differ in the axes for which `*` stands, as one and back. */

import { productOfDims, sumOfDims } from "../../tensor/dim/sum.ts";
import type { Dim } from "../../tensor/dim.ts";
import { Builtin } from "../callables.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import type { Shape } from "../tensors/answer.ts";
import { itemsOf, shapeFrom, tupleOf } from "../tensors/sizes.ts";
import { noDetail } from "../trace.ts";
import { List, Tuple, Unknown, type Value } from "../value.ts";
import { noteOutputs } from "./doubts.ts";
import { TorchTensor } from "./tensor.ts";

const NOT_FOLLOWED = new Unknown("the pattern is not followed");

/** `b * d`: how many axes stand before the star and behind it. */
interface Around {
  readonly before: number;
  readonly behind: number;
}

function aroundStar(pattern: Value | undefined): Around | undefined {
  if (typeof pattern !== "string") return undefined;
  const names = pattern.trim().split(/\s+/);
  const star = names.indexOf("*");
  return star < 0 ? undefined : { before: star, behind: names.length - star - 1 };
}

/** The axes before the star, under it and behind it. */
function parted(shape: Shape, { before, behind }: Around): [Shape, Shape, Shape] | undefined {
  const end = shape.length - behind;
  return end < before ? undefined : [shape.slice(0, before), shape.slice(before, end), shape.slice(end)];
}

function row(
  run: Run,
  site: Site,
  type: string,
  inputs: readonly TorchTensor[],
  outputs: readonly TorchTensor[],
): void {
  noteOutputs(run, inputs, outputs);
  const step = { kind: "function", type, site, module: undefined, container: false, macs: 0 } as const;
  run.trace.record({ ...step, inputs, outputs, detail: noDetail, certain: run.certain });
}

const pack = new Builtin("pack", (run, { positional: [given, pattern] }, site) => {
  const tensors = given && itemsOf(given.value);
  const around = aroundStar(pattern?.value);
  if (!tensors?.every((tensor) => tensor instanceof TorchTensor) || around === undefined) return NOT_FOLLOWED;
  const parts = tensors.map(({ shape }) => shape && parted(shape, around));
  const [first] = parts;
  if (first === undefined || !parts.every((part) => part !== undefined)) return NOT_FOLLOWED;
  const sizes = parts.map(([, under]) => productOfDims(under));
  const packed = new TorchTensor({ shape: [...first[0], sumOfDims(sizes), ...first[2]], dtype: tensors[0]?.dtype });
  row(run, site, "pack", tensors, [packed]);
  return new Tuple([packed, new List(parts.map(([, under]) => tupleOf(under)))]);
});

const unpack = new Builtin("unpack", (run, { positional: [given, packed, pattern] }, site) => {
  const [tensor, around] = [given?.value, aroundStar(pattern?.value)];
  const under = itemsOf(packed?.value)?.map((sizes) => shapeFrom(run, itemsOf(sizes) ?? [sizes]));
  if (!(tensor instanceof TorchTensor) || tensor.shape === undefined || around === undefined) return NOT_FOLLOWED;
  const parts = parted(tensor.shape, around);
  if (parts === undefined || !under?.every((shape) => shape !== undefined && !shape.includes(-1))) return NOT_FOLLOWED;
  const { dtype } = tensor;
  const pieces = (under as (readonly Dim[])[]).map(
    (shape) => new TorchTensor({ shape: [...parts[0], ...shape, ...parts[2]], dtype }),
  );
  row(run, site, "unpack", [tensor], pieces);
  return new List(pieces);
});

export const packing: readonly (readonly [string, Value])[] = [
  ["pack", pack],
  ["unpack", unpack],
];
