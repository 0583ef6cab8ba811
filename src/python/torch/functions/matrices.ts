/** Inverses, decompositions and products: of the last two axes, for each of what stands in the axes before them. */
import { subtractDims } from "../../../tensor/dim/sum.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { multiplyMatrices, sumOverAxes } from "../../tensors/matmul.ts";
import {
  answerFor,
  covariance,
  kroneckerProduct,
  type MatrixRule,
  matrixIn,
  parts,
  squareIn,
} from "../../tensors/matrices.ts";
import { itemsOf } from "../../tensors/sizes.ts";
import { namedParts, Tuple, type Value } from "../../value.ts";
import { type Call, listOf } from "../call.ts";
import { named, type Rule, type TorchFunction } from "../function.ts";
import { TorchTensor } from "../tensor.ts";
import { withAxes } from "./axis.ts";
import { reduce } from "./reductions.ts";

/** One tensor, or a tuple of several. */
function ofMatrix(find: typeof matrixIn, ...rules: readonly MatrixRule[]): Rule {
  return (call) => {
    const answers = rules.map((rule) =>
      call.from("input", (shape) => {
        return call.isWrong ? { unknown: "there is a mistake above" } : answerFor(shape, find, rule);
      }),
    );
    return answers.length === 1 ? (answers[0] as TorchTensor) : listOf(answers);
  };
}

/** A tuple whose items have names as well. */
function calling(names: string, rule: Rule): Rule {
  return (call) => {
    const answer = rule(call);
    return answer instanceof Tuple ? new Tuple(answer.items, namedParts(names.split(" "))) : answer;
  };
}

const { none: perMatrix, itself, turned, values, left, upper, right, allRows, allColumns } = parts;

/** U, S and Vh, of which the first and last are square unless they are asked to be reduced. */
function decomposed(call: Call): Value {
  if (call.run.truth(call.get("full_matrices")) === false) return ofMatrix(matrixIn, left, values, upper)(call);
  return ofMatrix(matrixIn, allRows, values, allColumns)(call);
}

function triangular(call: Call): Value {
  const isWhole = call.get("mode") === "complete";
  return ofMatrix(matrixIn, isWhole ? allRows : left, isWhole ? itself : upper)(call);
}

function solved(call: Call): Value {
  return call.fromBoth("input", "other", (shape, other) => {
    const matrix = squareIn(shape);
    return "lead" in matrix ? multiplyMatrices(shape, other) : matrix;
  });
}

/** Each number of the first times all of the second. */
function kron(call: Call): Value {
  return call.fromBoth("input", "other", (first, second) => ({ shape: kroneckerProduct(first, second) }));
}

/** The axes that two tensors share are summed. */
function tensordot(call: Call): Value {
  const dims = call.get("dims");
  return call.fromBoth("a", "b", (shape, other) => {
    if (typeof dims === "number") return { shape: [...shape.slice(0, shape.length - dims), ...other.slice(dims)] };
    const [first, second] = (itemsOf(dims) ?? []).map((axes) => itemsOf(axes) ?? [axes]);
    if (first === undefined || second === undefined) return { unknown: "the axes are not known" };
    return withAxes(first, shape, (own) =>
      withAxes(second, other, (others) => sumOverAxes(shape, other, [own, others])),
    );
  });
}

function multiplied(call: Call): Value {
  const tensors = itemsOf(call.get("tensors")) ?? [];
  const given = tensors.length === 1 ? (itemsOf(tensors[0]) ?? tensors) : tensors;
  const shapes = given.map((tensor) => (tensor instanceof TorchTensor ? tensor.shape : undefined));
  const [first, ...rest] = shapes as Shape[];
  if (first === undefined || shapes.includes(undefined)) return call.unknown("the shape of a factor is not known");
  return call.give(
    rest.reduce<ShapeAnswer>(
      (product, shape) => ("shape" in product ? multiplyMatrices(product.shape, shape) : product),
      { shape: first },
    ),
  );
}

/** Pairs of rows, each once: n (n - 1) / 2. */
function distances(call: Call): Value {
  return call.from("input", (shape) => {
    const [rows] = shape;
    if (typeof rows !== "number") return { unknown: "how many rows it has is not known" };
    return { shape: [(rows * (rows - 1)) / 2] };
  });
}

/** Over the last two axes unless others are named. */
function matrixNorm(call: Call): Value {
  if (call.get("dim") !== null) return reduce(call);
  const kept: MatrixRule = ({ lead }) => [...lead, 1, 1];
  return ofMatrix(matrixIn, call.flag("keepdim") ? kept : perMatrix)(call);
}

const oneNumber: Rule = (call) => call.from("input", () => ({ shape: [] }));

/** Of `torch`, and methods. */
export const matrices: readonly TorchFunction[] = [
  ...named("trace dist", "input", oneNumber),
  ...named("det logdet", "input", ofMatrix(squareIn, perMatrix)),
  ...named("slogdet", "input", calling("sign logabsdet", ofMatrix(squareIn, perMatrix, perMatrix))),
  ...named("inverse matrix_exp cholesky", "input", ofMatrix(squareIn, itself)),
  ...named("matrix_power", "input, n", ofMatrix(squareIn, itself)),
  ...named("pinverse", "input", ofMatrix(matrixIn, turned)),
  ...named("svd", "input", calling("U S V", ofMatrix(matrixIn, left, values, right))),
  ...named("qr", "input, some=True", calling("Q R", ofMatrix(matrixIn, left, upper))),
  ...named("kron", "input, other", kron),
  ...named("tensordot", "a, b, dims=2", tensordot),
  ...named("cov corrcoef", "input", (call) => call.from("input", (shape) => ({ shape: covariance(shape) }))),
  ...named("chain_matmul", "*tensors", multiplied),
  ...named("pdist", "input, p=2.0", distances),
  ...named("cumulative_trapezoid", "input", (call) =>
    call.from("input", (shape) => ({ shape: [...shape.slice(0, -1), subtractDims(shape.at(-1) ?? 1, 1)] })),
  ),
];

/** Of `torch.linalg` alone, where some answer otherwise. */
export const linearAlgebra: readonly TorchFunction[] = [
  ...named("inv", "input", ofMatrix(squareIn, itself)),
  ...named("pinv", "input", ofMatrix(matrixIn, turned)),
  ...named("solve", "input, other", solved),
  ...named("svd", "input, full_matrices=True", calling("U S Vh", decomposed)),
  ...named("svdvals", "input", ofMatrix(matrixIn, values)),
  ...named("qr", "input, mode='reduced'", calling("Q R", triangular)),
  ...named("eigh eig", "input, UPLO='L'", calling("eigenvalues eigenvectors", ofMatrix(squareIn, values, itself))),
  ...named("eigvalsh eigvals", "input, UPLO='L'", ofMatrix(squareIn, values)),
  ...named("matrix_rank cond", "input", ofMatrix(matrixIn, perMatrix)),
  ...named("norm", "input, ord=None, dim=None, keepdim=False", (call) => reduce(call)),
  ...named("matrix_norm", "input, ord='fro', dim=None, keepdim=False", matrixNorm),
  ...named("multi_dot", "*tensors", multiplied),
].map((definition) => ({ ...definition, row: `linalg_${definition.name}` }));
