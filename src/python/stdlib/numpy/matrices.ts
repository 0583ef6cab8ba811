/** Matrices of NumPy and SciPy: triangles, products and decompositions, of which the shapes are known, not the numbers. */
import { productOfDims } from "../../../tensor/dim/sum.ts";
import type { Arguments } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { multiplyMatrices } from "../../tensors/matmul.ts";
import {
  answerFor,
  diagonalOrMatrix,
  kroneckerProduct,
  type MatrixRule,
  matrixIn,
  parts,
  squareIn,
} from "../../tensors/matrices.ts";
import type { Bound } from "../../tensors/signature.ts";
import { type Module, Tuple, type Value } from "../../value.ts";
import { moduleOf } from "../module-of.ts";
import { argument } from "../read-arguments.ts";
import { arrayMethods, NumberArray } from "./array.ts";
import { arrayFrom, create } from "./creations.ts";

const { none, itself, turned, values, left, upper, allRows, allColumns } = parts;

type Choose = (bound: Bound) => readonly MatrixRule[] | undefined;

/** One array, or a tuple of several, as the further arguments choose; `undefined`: which ones is not known. */
function decomposition(names: string, find: typeof matrixIn, signature: string, choose: Choose): Builtin[] {
  return names.split(" ").map((name) =>
    create(name, `a, ${signature}*rest`, (run, bound, site) => {
      const shape = shapeIn(run, bound.get("a"), site);
      const rules = choose(bound);
      if (rules === undefined) return new NumberArray(undefined, { reason: `what ${name} gives is not known` });
      const answers = rules.map((rule) => arrayOf(shape && answerFor(shape, find, rule)));
      return answers.length === 1 ? (answers[0] as NumberArray) : new Tuple(answers);
    }),
  );
}

function always(names: string, find: typeof matrixIn, ...rules: readonly MatrixRule[]): Builtin[] {
  return decomposition(names, find, "", () => rules);
}

function shapeIn(run: Run, value: Value, site: Site): Shape | undefined {
  return arrayFrom(run, value, site)?.shape;
}

function arrayOf(answer: ShapeAnswer | undefined): NumberArray {
  return new NumberArray(answer !== undefined && "shape" in answer ? answer.shape : undefined);
}

/** By the name of the mode, of which the first is the one without a word. */
function byMode(modes: Readonly<Record<string, readonly MatrixRule[]>>): Choose {
  return (bound) => {
    const mode = bound.get("mode");
    return typeof mode === "string" && bound.get("pivoting") === false ? modes[mode] : undefined;
  };
}

/** U, S and Vh, whole unless they are asked to be reduced. */
const singular: Choose = (bound) => {
  const [whole, all] = [bound.get("full_matrices"), bound.get("compute_uv")];
  if (all === false) return [values];
  if (all !== true || typeof whole !== "boolean") return undefined;
  return whole ? [allRows, values, allColumns] : [left, values, upper];
};

const lowerAndUpper: Choose = (bound) => {
  const isPermuted = bound.get("permute_l");
  if (typeof isPermuted !== "boolean") return undefined;
  return isPermuted ? [left, upper] : [allRows, left, upper];
};

/** A number, or as many as a mean along the axis has. */
const norm = create("norm", "x, ord=None, axis=None, keepdims=False", (run, bound, site) => {
  const shape = shapeIn(run, bound.get("x"), site);
  if (shape === undefined) return new NumberArray(undefined);
  const given = (name: string) => [name, { value: bound.get(name), written: undefined }] as const;
  const args: Arguments = {
    positional: [{ value: new NumberArray(shape), written: undefined }],
    named: new Map(["axis", "keepdims"].map(given)),
    open: false,
  };
  return run.call(arrayMethods.get("mean") as Builtin, args, site);
});

/** What NumPy and SciPy both have. */
const common = [
  ...always("inv cholesky", squareIn, itself),
  ...always("pinv", matrixIn, turned),
  ...always("det", squareIn, none),
  ...always("eig eigh", squareIn, values, itself),
  ...always("eigvals eigvalsh", squareIn, values),
  ...decomposition("svd", matrixIn, "full_matrices=True, compute_uv=True, ", singular),
  norm,
];

export function linearAlgebra(): Module {
  return moduleOf("numpy.linalg", [
    ...common,
    ...always("slogdet", squareIn, none, none),
    ...always("matrix_power", squareIn, itself),
    ...decomposition(
      "qr",
      matrixIn,
      "mode='reduced', pivoting=False, ",
      byMode({ reduced: [left, upper], complete: [allRows, itself], r: [upper] }),
    ),
  ]);
}

export function scientificLinearAlgebra(): Module {
  return moduleOf("scipy.linalg", [
    ...common,
    ...always("expm sqrtm", squareIn, itself),
    ...decomposition("lu", matrixIn, "permute_l=False, ", lowerAndUpper),
    ...decomposition(
      "qr",
      matrixIn,
      "overwrite_a=False, lwork=None, mode='full', pivoting=False, ",
      byMode({ full: [allRows, itself], economic: [left, upper] }),
    ),
  ]);
}

/** The numbers above or below a diagonal; of a row, that row as often as it is long. */
function triangle(name: string): Builtin {
  return create(name, "m, k=0", (run, bound, site) => {
    const shape = shapeIn(run, bound.get("m"), site);
    return new NumberArray(shape?.length === 1 ? [...shape, ...shape] : shape);
  });
}

const diag = create("diag", "v, k=0", (run, bound, site) => {
  const shape = shapeIn(run, bound.get("v"), site);
  const offset = bound.get("k");
  return arrayOf(shape && typeof offset === "number" ? diagonalOrMatrix(shape, offset) : undefined);
});

function ofTwo(name: string, shapes: (first: Shape, second: Shape) => ShapeAnswer): Builtin {
  return new Builtin(name, (run, args, site) => {
    const first = shapeIn(run, argument(args, 0, "a") ?? null, site);
    const second = shapeIn(run, argument(args, 1, "b") ?? null, site);
    return arrayOf(first && second && shapes(first, second));
  });
}

/** Up to matrices the product of matrices; of more axes every row with every column. */
function dotted(first: Shape, second: Shape): ShapeAnswer {
  if (first.length === 0 || second.length === 0) return { shape: first.length === 0 ? second : first };
  if (second.length <= 2) return multiplyMatrices(first, second);
  return { shape: [...first.slice(0, -1), ...second.slice(0, -2), ...second.slice(-1)] };
}

export const matrices: readonly Builtin[] = [
  triangle("triu"),
  triangle("tril"),
  diag,
  ofTwo("matmul", multiplyMatrices),
  ofTwo("dot", dotted),
  ofTwo("outer", (first, second) => ({ shape: [productOfDims(first), productOfDims(second)] })),
  ofTwo("kron", (first, second) => ({ shape: kroneckerProduct(first, second) })),
];
