/** Zeros around an image. keras.layers.ZeroPadding2D, torch.nn.ZeroPad2d (which counts left, right, top, bottom). */
import type { PadSizes } from "../tensor/kernels.ts";
import { imageSizes } from "../tensor/shape.ts";
import type { Padding } from "../tensor/window.ts";
import { sidePadding } from "./attribute.ts";
import { kerasSides, torchSides } from "./dialect.ts";
import { calculate } from "./formula.ts";
import { defineLayer, type Pass } from "./layer.ts";
import { notAnImage } from "./window-rule.ts";

export const zeroPad2d = defineLayer({
  type: "zeroPad2d",
  title: "Zero padding",
  doc: "Adds rows and columns of zeros around the image.",
  attributes: {
    padding: sidePadding({
      doc: "Cells to add: one number for all sides, `[vertical, horizontal]`, or `{ top, right, bottom, left }`.",
      example: 1,
    }),
  },
  arity: { min: 1, max: 1 },
  samples: [
    { inputs: [[3, 4, 2]], attributes: { padding: 1 } },
    { inputs: [[2, 3, 1]], attributes: { padding: { top: 0, right: 2, bottom: 1, left: 3 } } },
  ],
  spelled: {
    keras: {
      names: ["ZeroPadding2D"],
      parameters: [
        { name: "padding", sets: "padding", default: 1, convert: kerasSides },
        { name: "data_format", default: null },
      ],
    },
    torch: { names: ["ZeroPad2d"], parameters: [{ name: "padding", sets: "padding", convert: torchSides }] },
  },

  shape([input], { padding: { top, right, bottom, left } }) {
    const sizes = imageSizes(input);
    if (sizes === undefined) return { issue: notAnImage(input) };
    const { h, w, c } = sizes;
    const height = calculate("oh", "h + top + bottom", { h, top, bottom });
    const width = calculate("ow", "w + left + right", { w, left, right });
    const still = { stride: 1, size: 1 };
    return {
      output: [height.value, width.value, c],
      steps: [height, width],
      reach: { vertical: { ...still, start: -top }, horizontal: { ...still, start: -left } },
    };
  },
  weights: () => [],
  macs: () => undefined,

  forward(kernels, pass) {
    kernels.padImage(pass.inputs[0], pass.output, sizesOf(pass));
  },

  backward(kernels, pass) {
    const [dx] = pass.inputGradients;
    if (dx) kernels.padImageInputGradient(pass.outputGradient, dx, sizesOf(pass));
  },
});

function sizesOf(pass: Pass<{ readonly padding: Padding }>): PadSizes {
  const [h = 0, w = 0, c = 0] = pass.inputShapes[0];
  return { n: pass.n, h, w, c, padding: pass.attributes.padding };
}
