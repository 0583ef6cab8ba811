/** An image as one row of numbers. keras.layers.Flatten; torch.nn.Flatten, which reads channels first. */
import { sizeOf } from "../tensor/shape.ts";
import { copyBackward, copyForward } from "./copy.ts";
import { calculate } from "./formula.ts";
import { defineLayer } from "./layer.ts";

export const flatten = defineLayer({
  type: "flatten",
  title: "Flatten",
  doc:
    "Writes the image as one row: row by row, within a row cell by cell, within a cell its channels. No number changes. " +
    "PyTorch flattens channel by channel, so the same picture comes out in another order there.",
  attributes: {},
  arity: { min: 1, max: 1 },
  samples: [
    { inputs: [[3, 4, 2]], attributes: {} },
    { inputs: [[5]], attributes: {} },
  ],
  spelled: {
    keras: { names: ["Flatten"], parameters: [{ name: "data_format", default: null }] },
    torch: {
      names: ["Flatten"],
      parameters: [
        { name: "start_dim", default: 1 },
        { name: "end_dim", default: -1 },
      ],
    },
    onnx: { names: ["Flatten"], parameters: [{ name: "axis", default: 1 }] },
  },

  shape([input]) {
    const letters = ["h", "w", "c"];
    const formula = input.length === 3 ? "h*w*c" : input.map((_, axis) => `d${axis + 1}`).join("*");
    const values = Object.fromEntries(
      input.map((dim, axis) => [input.length === 3 ? (letters[axis] ?? "") : `d${axis + 1}`, dim]),
    );
    return { output: [sizeOf(input)], steps: [calculate("features", formula, values)] };
  },
  weights: () => [],
  macs: () => undefined,
  part: () => ({ kind: "copy" }),
  forward: copyForward,
  backward: copyBackward,
});
