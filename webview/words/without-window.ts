/** What the shapes of a layer without a window say about it. */
import type { LayerShape } from "../../src/layers/layer.ts";
import type { WeightView } from "../../src/protocol/inspection.ts";
import type { LayerView } from "../../src/protocol/view-contract.ts";
import { imageSizes, sameShape, sizeOf } from "../../src/tensor/shape.ts";
import { countOf, formatCount, formatSizes } from "./numbers.ts";

type Weight = Pick<WeightView, "name" | "shape">;

/** Full sentences; none where nothing can be said. */
export function describeWithoutWindow(
  { type, inputShapes, activation }: Pick<LayerView, "type" | "inputShapes" | "activation">,
  { output }: LayerShape,
  weights: readonly Weight[],
): string[] {
  const sentences: string[] = [];
  const [input] = inputShapes;
  const matrix = weights.find(({ shape }) => shape.length === 2);
  const image = input && imageSizes(input);
  if (image && output.length === 1 && sizeOf(input) === sizeOf(output) && matrix === undefined) {
    const { w, c } = image;
    sentences.push(
      `The value at row r, column c and channel k of the ${formatSizes(input)} image goes to place ` +
        `r × ${formatCount(w * c)} + c × ${formatCount(c)} + k, out of ${formatCount(sizeOf(output))}.`,
    );
  }
  if (matrix)
    sentences.push(
      describeMatrix(
        matrix,
        weights.some(({ name }) => name === "bias"),
      ),
    );
  if (input && matrix === undefined && sameShape(input, output))
    sentences.push(`The shape stays ${formatSizes(output)}.`);
  const isAll = type === "activation";
  if (activation) sentences.push(isAll ? `The function is ${activation}.` : `Then ${activation} is applied.`);
  return sentences;
}

function describeMatrix({ shape }: Weight, withBias: boolean): string {
  const [inputs = 0, outputs = 0] = shape;
  return (
    `Each of the ${countOf(outputs, "output")} is the sum of all ${countOf(inputs, "input")}, each times its own weight` +
    `${withBias ? ", plus a bias" : ""}: a matrix of ${formatCount(inputs)} × ${formatCount(outputs)} weights.`
  );
}
