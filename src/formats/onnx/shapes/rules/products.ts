/** Matrix products. */
import { formatShape, type Shape } from "../../../../python/tensors/answer.ts";
import { broadcast } from "../../../../python/tensors/broadcast.ts";
import { codes } from "../../../../python/tensors/codes.ts";
import { multiplyMatrices, sumByLetters } from "../../../../python/tensors/matmul.ts";
import { INT32 } from "../../element-types.ts";
import type { Call, Rule, Rules } from "../call.ts";
import { Wrong } from "../value.ts";

/** Both matrices, turned as the attributes say. */
function matricesOf(call: Call): readonly [Shape, Shape] {
  const [left, right] = [call.shape(0), call.shape(1)];
  if (left.length !== 2 || right.length !== 2) {
    throw new Wrong(codes.rank, `multiplies two matrices, and gets ${formatShape(left)} and ${formatShape(right)}.`);
  }
  return [turned(left, call.integer("transA", 0)), turned(right, call.integer("transB", 0))];
}

function turned(matrix: Shape, isTurned: number): Shape {
  return isTurned === 0 ? matrix : matrix.toReversed();
}

const gemm: Rule = (call) => {
  const shape = call.checked(multiplyMatrices(...matricesOf(call)));
  if (call.has(2)) call.checked(broadcast(shape, call.shape(2)));
  return { shape };
};

function product(right: number, typeOf: (call: Call) => number | undefined = (call) => call.type(0)): Rule {
  return (call) => ({ shape: call.checked(multiplyMatrices(call.shape(0), call.shape(right))), type: typeOf(call) });
}

/** onnxruntime's, with the last two axes turned. */
const fusedProduct: Rule = (call) => {
  const turn = (index: number, name: string): Shape => {
    const shape = call.shapeOfRank(index, 2);
    return call.integer(name, 0) === 0 ? shape : [...shape.slice(0, -2), ...shape.slice(-2).toReversed()];
  };
  return { shape: call.checked(multiplyMatrices(turn(0, "transA"), turn(1, "transB"))) };
};

export const productRules: Rules = {
  Gemm: gemm,
  MatMul: product(1),
  MatMulInteger: product(1, () => INT32),
  QLinearMatMul: product(3, (call) => call.type(7)),
  FusedMatMul: fusedProduct,
  Einsum: (call) => ({ shape: call.checked(sumByLetters(call.text("equation", ""), call.shapes())) }),
};
