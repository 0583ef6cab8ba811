/** Matrix products: `@`, `matmul`, `bmm`, and sums written in Einstein's notation. */

import { compareDims } from "../../tensor/dim/order.ts";
import { formatDim } from "../../tensor/dim/text.ts";
import type { Dim } from "../../tensor/dim.ts";
import { type Equation, formatShape, mistaken, type Shape, type ShapeAnswer } from "./answer.ts";
import { broadcast } from "./broadcast.ts";
import { codes } from "./codes.ts";

/** As `torch.matmul` and NumPy's: vectors lend themselves an axis, batches are broadcast. */
export function multiplyMatrices(left: Shape, right: Shape): ShapeAnswer {
  if (left.length === 0 || right.length === 0) return mistaken(codes.matmul, "a number has no axis to multiply along.");
  const a = left.length === 1 ? [1, ...left] : left;
  const b = right.length === 1 ? [...right, 1] : right;
  const [inner, other] = [a.at(-1) as Dim, b.at(-2) as Dim];
  const batch = broadcast(a.slice(0, -2), b.slice(0, -2));
  if (!("shape" in batch)) return batch;
  const rows = left.length === 1 ? [] : [a.at(-2) as Dim];
  const columns = right.length === 1 ? [] : [b.at(-1) as Dim];
  const shape = [...batch.shape, ...rows, ...columns];
  if (compareDims("==", inner, other) !== false) {
    return { shape, equations: [...(batch.equations ?? []), ...equal(inner, other)] };
  }
  return mistaken(
    codes.matmul,
    `${formatShape(left)} and ${formatShape(right)} cannot be multiplied: the left one's last axis is ${formatDim(inner)}, ` +
      `the right one's ${right.length === 1 ? "only" : "second to last"} axis ${formatDim(other)}.`,
    shape,
  );
}

/** `torch.mm` and `torch.bmm`, which take matrices of just so many axes. */
export function multiplyOfRank(rank: number, left: Shape, right: Shape): ShapeAnswer {
  const [first, second] = [left[0] as Dim, right[0] as Dim];
  // Unlike matmul, bmm does not broadcast.
  if (rank === 3 && left.length === 3 && right.length === 3 && compareDims("==", first, second) === false) {
    const message = `multiplies matrix by matrix, and ${formatShape(left)} holds ${formatDim(first)} of them, ${formatShape(right)} ${formatDim(second)}.`;
    return mistaken(codes.matmul, message, [first, left[1] as Dim, right[2] as Dim]);
  }
  if (left.length === rank && right.length === rank) return multiplyMatrices(left, right);
  return mistaken(
    codes.rank,
    `expects two tensors of ${rank} axes and gets ${formatShape(left)} and ${formatShape(right)}.`,
  );
}

/** `tensordot`: pairs of axes are multiplied and summed, the others stand one behind the other. */
export function sumOverAxes(
  left: Shape,
  right: Shape,
  [own, others]: readonly [readonly number[], readonly number[]],
): ShapeAnswer {
  const shape = [
    ...left.filter((_, axis) => !own.includes(axis)),
    ...right.filter((_, axis) => !others.includes(axis)),
  ];
  const pairs = own.map((axis, index) => [left[axis], right[others[index] ?? -1]] as const);
  const odd = pairs.find(([a, b]) => a !== undefined && b !== undefined && compareDims("==", a, b) === false);
  if (odd === undefined) return { shape };
  return mistaken(
    codes.matmul,
    `${formatShape(left)} and ${formatShape(right)} cannot be multiplied along these axes: ` +
      `one is ${formatDim(odd[0] as Dim)}, the other ${formatDim(odd[1] as Dim)}.`,
    shape,
  );
}

function equal(a: Dim, b: Dim): Equation[] {
  if (typeof a === "number" && typeof b !== "number") return [{ size: b, expected: a }];
  return typeof b === "number" && typeof a !== "number" ? [{ size: a, expected: b }] : [];
}

/** `bij,bjk->bik`; without an arrow the letters that stand once, in order. */
export function sumByLetters(equation: string, shapes: readonly Shape[]): ShapeAnswer {
  const [inputs = "", output] = equation.replaceAll(" ", "").split("->");
  const operands = inputs.split(",");
  if (operands.length !== shapes.length) {
    return mistaken(codes.matmul, `"${equation}" names ${operands.length} operands and gets ${shapes.length}.`);
  }
  const sizes = new Map<string, Dim>();
  let rest: Shape = [];
  for (const [index, letters] of operands.entries()) {
    const bound = bindLetters(letters, shapes[index] as Shape, sizes);
    if (!("shape" in bound)) return bound;
    const joined = broadcast(rest, bound.shape);
    if (!("shape" in joined)) return joined;
    rest = joined.shape;
  }
  const letters = output ?? implicitOutput(inputs);
  const [before, after] = splitAtEllipsis(letters);
  if ([...before, ...after].some((name) => !sizes.has(name))) return { unknown: `"${equation}" cannot be read` };
  const named = (text: string) => [...text].map((name) => sizes.get(name) as Dim);
  return { shape: [...named(before), ...(letters.includes("...") ? rest : []), ...named(after)] };
}

function splitAtEllipsis(letters: string): [string, string] {
  const [before = "", after = ""] = letters.split("...");
  return [before, after];
}

function implicitOutput(inputs: string): string {
  const letters = [...inputs.replaceAll(",", "").replaceAll("...", "")];
  const once = letters.filter((name) => letters.indexOf(name) === letters.lastIndexOf(name)).sort();
  return (inputs.includes("...") ? "..." : "") + once.join("");
}

/** The sizes that `letters` name in `shape`; the answer is what stands for the ellipsis. */
function bindLetters(letters: string, shape: Shape, sizes: Map<string, Dim>): ShapeAnswer {
  const [before, after] = splitAtEllipsis(letters);
  const named = before.length + after.length;
  if (letters.includes("...") ? named > shape.length : named !== shape.length) {
    return mistaken(codes.matmul, `"${letters}" names ${named} axes, but ${formatShape(shape)} has ${shape.length}.`);
  }
  const rest = shape.slice(before.length, shape.length - after.length);
  const axes = [...shape.slice(0, before.length), ...shape.slice(shape.length - after.length)];
  for (const [index, name] of [...before, ...after].entries()) {
    const [known, size] = [sizes.get(name), axes[index] as Dim];
    if (known === undefined || known === 1 || typeof known !== "number") sizes.set(name, size);
    if (known !== undefined && known !== 1 && size !== 1 && compareDims("==", known, size) === false) {
      return mistaken(codes.matmul, `the axes named "${name}" are ${formatDim(known)} and ${formatDim(size)}.`);
    }
  }
  return { shape: letters.includes("...") ? rest : [] };
}
