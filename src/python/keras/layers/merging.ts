/** Layers that join several tensors. Sizes that are `None` fit everything. */

import { sumOfDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { Run } from "../../run.ts";
import type { SourceFix } from "../../trace.ts";
import type { LayerCall } from "../layer-call.ts";
import { gives, type LayerKind, type Outcome } from "../layer-kind.ts";
import { unknownSize } from "../session.ts";
import { formatShape, type Shape, sequenceOf } from "../sizes.ts";
import { giveAllSteps } from "./all-steps.ts";
import { tableDetail } from "./table-detail.ts";

/** `_Merge` is the base of a user's own. */
const elementwiseNames = ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "_Merge"];

export const merges: readonly LayerKind[] = [
  ...elementwiseNames.map(
    (name): LayerKind => ({ names: [name], parameters: [], joins: true, apply: mergeElementwise }),
  ),
  { names: ["Concatenate"], parameters: ["axis"], joins: true, apply: concatenateLayers },
  { names: ["Dot"], parameters: ["axes", "normalize"], joins: true, apply: dot },
];

function mergeElementwise(call: LayerCall): Outcome {
  const { shapes, name } = call;
  if (shapes.length < 2) return tooFew(call);
  let merged = shapes[0] as Shape;
  for (const shape of shapes.slice(1)) {
    const next = mergeTwo(merged, shape);
    if (next === undefined) {
      const found = shapes.map(formatShape).join(" and ");
      call.problem(
        "shape/broadcast",
        `${name} cannot join ${found}: sizes must be equal or 1. Bring both to the same shape.`,
        lostSteps(call),
      );
      return gives(agreed(call.run, shapes));
    }
    merged = next;
  }
  const detail = () => tableDetail(call);
  return gives(merged, { detail });
}

/** Where they do not agree nobody knows which was meant, so that nothing behind it is told to be wrong because of it. */
function agreed(run: Run, [first, ...others]: readonly Shape[]): Shape | undefined {
  if (first === undefined || others.some(({ length }) => length !== first.length)) return undefined;
  return first.map((size, axis) => {
    const merged = others.reduce((sum: Dim | undefined, other) => sum && mergeSizes(sum, other[axis] ?? sum), size);
    return merged ?? unknownSize(run, "the sizes that are joined here differ");
  });
}

/** Of sequences and vectors, a vector that was a sequence before. */
function lostSteps({ inputs }: LayerCall): SourceFix | undefined {
  if (!inputs.some(({ shape }) => shape?.length === 3)) return undefined;
  return giveAllSteps(inputs.find(({ shape }) => shape?.length === 2));
}

function tooFew(call: LayerCall): Outcome {
  call.problem("keras/inputs", `${call.name} joins a list of at least 2 tensors and gets ${call.inputs.length}.`);
  return gives(call.inputs[0]?.shape);
}

/** Keras broadcasts behind the batch; a missing axis of the shorter shape counts as 1. */
function mergeTwo(a: Shape, b: Shape): Shape | undefined {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const missing = long.length - short.length;
  const merged = long.map((size, axis): Dim | undefined => {
    const other = axis === 0 ? short[0] : axis <= missing ? 1 : short[axis - missing];
    return other === undefined ? size : mergeSizes(size, other);
  });
  return merged.every((size) => size !== undefined) ? merged : undefined;
}

function mergeSizes(a: Dim, b: Dim): Dim | undefined {
  if (a === 1) return b;
  if (b === 1 || a === b) return a;
  if (typeof a === "number" && typeof b === "number") return undefined;
  return typeof a === "number" ? b : a;
}

function concatenateLayers(call: LayerCall): Outcome {
  const { shapes } = call;
  const [first] = shapes;
  const written = call.options.present("axis") ?? -1;
  if (first === undefined || shapes.length < 2) return tooFew(call);
  if (typeof written !== "number") return gives(undefined);
  const axis = written < 0 ? written + first.length : written;
  if (axis < 0 || axis >= first.length) {
    call.problem(
      "shape/axis",
      `${call.name}: axis ${written} is not among the ${first.length} axes of ${formatShape(first)}.`,
      call.replace("axis", "-1"),
    );
    return gives(undefined);
  }
  const joined = first.map((size, place) =>
    place === axis ? sumOfDims(shapes.map((shape) => shape[axis] ?? 0)) : known(shapes, place, size),
  );
  if (shapes.every((shape) => fitsBeside(first, shape, axis))) {
    const detail = () => (axis === first.length - 1 ? tableDetail(call) : undefined);
    return gives(joined, { detail });
  }
  reportConcatenate(call, axis);
  const beside = agreed(
    call.run,
    shapes.map((shape) => shape.map((size, place) => (place === axis ? 1 : size))),
  );
  // Channels add up however the sizes beside them differ; along other axes nobody knows how many there would be.
  const along = axis === first.length - 1 ? joined[axis] : undefined;
  return gives(beside?.with(axis, along ?? unknownSize(call.run, "what is joined here does not fit")));
}

function known(shapes: readonly Shape[], place: number, usual: Dim): Dim {
  return shapes.map((shape) => shape[place]).find((size) => typeof size === "number") ?? usual;
}

function fitsBeside(a: Shape, b: Shape, axis: number): boolean {
  if (a.length !== b.length) return false;
  return a.every((size, place) => {
    const other = b[place];
    return place === axis || typeof size !== "number" || typeof other !== "number" || size === other;
  });
}

function reportConcatenate(call: LayerCall, axis: number): void {
  const found = call.shapes.map(formatShape).join(" and ");
  call.problem(
    "shape/concatenate",
    `${call.name} joins along axis ${axis}, beside which all sizes must be equal, and gets ${found}. Bring the others to the same size.`,
    lostSteps(call),
  );
}

/** A product over one axis of each, the batch in common. */
function dot(call: LayerCall): Outcome {
  const [left, right] = call.shapes;
  const written = call.options.present("axes");
  const axes = written === undefined ? [] : (sequenceOf(written) ?? [written, written]);
  const [a, b] = axes;
  if (left === undefined || right === undefined) return tooFew(call);
  if (typeof a !== "number" || typeof b !== "number") return gives(undefined);
  const [first, second] = [a < 0 ? a + left.length : a, b < 0 ? b + right.length : b];
  const outside = first >= left.length || first < 0 ? a : second >= right.length || second < 0 ? b : undefined;
  if (outside !== undefined) {
    const found = `${formatShape(left)} and ${formatShape(right)}`;
    call.problem("shape/axis", `${call.name}: axis ${outside} lies outside one of the shapes ${found}.`);
    return gives(undefined);
  }
  const [inner, other] = [left[first], right[second]];
  if (typeof inner === "number" && typeof other === "number" && inner !== other) {
    const found = `${formatShape(left)} and ${formatShape(right)}`;
    call.problem(
      "shape/matmul",
      `${call.name}: axis ${a} of the first and axis ${b} of the second must be equal, and the shapes are ${found}.`,
    );
  }
  const rest = [
    ...left.filter((_, axis) => axis !== first),
    ...right.filter((_, axis) => axis !== second && axis !== 0),
  ];
  return gives(rest.length === 1 ? [...rest, 1] : rest);
}
