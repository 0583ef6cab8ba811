/** A larger image by repetition or interpolation. keras.layers.UpSampling2D, torch.nn.Upsample; half-pixel centres. */
import type { UpsampleSizes } from "../tensor/kernels.ts";
import { imageSizes } from "../tensor/shape.ts";
import { choice, internalFlag, type Pair, pair } from "./attribute.ts";
import { calculate } from "./formula.ts";
import { defineLayer, type Pass } from "./layer.ts";
import { notAnImage } from "./window-rule.ts";

export const upsample2d = defineLayer({
  type: "upsample2d",
  title: "Upsampling",
  doc: 'Enlarges the image by whole factors: `"nearest"` repeats every cell, `"bilinear"` blends between the cells\' centres.',
  attributes: {
    size: pair(1, { doc: "Factors for height and width.", default: [2, 2] }),
    interpolation: choice(["nearest", "bilinear"], { doc: "How new cells get their values.", default: "nearest" }),
    alignCorners: internalFlag({
      doc: "Whether the corner cells of input and output lie on each other, as PyTorch's align_corners.",
      default: false,
    }),
  },
  arity: { min: 1, max: 1 },
  samples: [
    { inputs: [[2, 3, 2]], attributes: {} },
    { inputs: [[3, 2, 1]], attributes: { size: [2, 3], interpolation: "bilinear" } },
  ],
  spelled: {
    keras: {
      names: ["UpSampling2D"],
      parameters: [
        { name: "size", sets: "size", default: 2 },
        { name: "data_format", default: null },
        { name: "interpolation", sets: "interpolation", default: "nearest" },
      ],
    },
    torch: {
      names: ["Upsample"],
      parameters: [
        { name: "size", default: null },
        { name: "scale_factor", sets: "size", default: null },
        { name: "mode", sets: "interpolation", default: "nearest" },
        { name: "align_corners", sets: "alignCorners", default: null, convert: (value) => value === true },
      ],
    },
  },

  shape([input], { size: [vertical, horizontal], interpolation }) {
    const sizes = imageSizes(input);
    if (sizes === undefined) return { issue: notAnImage(input) };
    const height = calculate("oh", "h*factor", { h: sizes.h, factor: vertical });
    const width = calculate("ow", "w*factor", { w: sizes.w, factor: horizontal });
    const cells = interpolation === "bilinear" ? 2 : 1;
    return {
      output: [height.value, width.value, sizes.c],
      steps: [height, width],
      reach: {
        vertical: { size: cells, stride: 1 / vertical, start: 0 },
        horizontal: { size: cells, stride: 1 / horizontal, start: 0 },
      },
    };
  },
  weights: () => [],
  macs: () => undefined,

  forward(kernels, pass) {
    const sizes = sizesOf(pass);
    if (pass.attributes.interpolation === "nearest") kernels.upsampleNearest(pass.inputs[0], pass.output, sizes);
    else kernels.upsampleBilinear(pass.inputs[0], pass.output, sizes, pass.attributes.alignCorners);
  },

  backward(kernels, pass) {
    const [dx] = pass.inputGradients;
    if (!dx) return;
    const sizes = sizesOf(pass);
    const { interpolation, alignCorners } = pass.attributes;
    if (interpolation === "nearest") kernels.upsampleNearestInputGradient(pass.outputGradient, dx, sizes);
    else kernels.upsampleBilinearInputGradient(pass.outputGradient, dx, sizes, alignCorners);
  },
});

function sizesOf(pass: Pass<{ readonly size: Pair }>): UpsampleSizes {
  const [h = 0, w = 0, c = 0] = pass.inputShapes[0];
  const [fh, fw] = pass.attributes.size;
  return { n: pass.n, h, w, c, fh, fw };
}
