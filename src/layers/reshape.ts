/** The same numbers in another shape. keras.layers.Reshape. */
import { sizeOf } from "../tensor/shape.ts";
import { dimensions } from "./attribute.ts";
import { copyBackward, copyForward } from "./copy.ts";
import { defineLayer } from "./layer.ts";

export const reshape = defineLayer({
  type: "reshape",
  title: "Reshape",
  doc: "Reads the same numbers, in the same order, as another shape: `[49]` as `[7, 7, 1]`.",
  attributes: {
    targetShape: dimensions({
      doc: "The new shape, without the batch; it must hold as many numbers.",
      example: [7, 7, 1],
    }),
  },
  arity: { min: 1, max: 1 },
  samples: [
    { inputs: [[12]], attributes: { targetShape: [2, 3, 2] } },
    { inputs: [[4, 3, 2]], attributes: { targetShape: [24] } },
  ],
  spelled: { keras: { names: ["Reshape"], parameters: [{ name: "target_shape", sets: "targetShape" }] } },

  shape([input], { targetShape }) {
    if (sizeOf(targetShape) === sizeOf(input)) return { output: targetShape, steps: [] };
    return {
      issue: {
        code: "shape/reshape-size",
        message:
          `{name}: [${targetShape.join(", ")}] holds ${sizeOf(targetShape)} numbers, but the input [${input.join(", ")}] ` +
          `has ${sizeOf(input)}. Choose sizes whose product is ${sizeOf(input)}.`,
        attribute: "targetShape",
      },
    };
  },
  weights: () => [],
  macs: () => undefined,
  part: () => ({ kind: "copy" }),
  forward: copyForward,
  backward: copyBackward,
});
