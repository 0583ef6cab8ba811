/** A larger image by repetition or interpolation. keras.layers.UpSampling2D, torch.nn.Upsample; half-pixel centres. */
import type { UpsampleSizes } from "../tensor/kernels.ts";
import { imageSizes } from "../tensor/shape.ts";
import { choice, internalFlag, type Pair, pair } from "./attribute.ts";
import { calculate } from "./formula.ts";
import { defineLayer, type Pass, type ReachAxis } from "./layer.ts";
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

  shape([input], { size: [vertical, horizontal], interpolation, alignCorners }) {
    const sizes = imageSizes(input);
    if (sizes === undefined) return { issue: notAnImage(input) };
    const height = calculate("oh", "h*factor", { h: sizes.h, factor: vertical });
    const width = calculate("ow", "w*factor", { w: sizes.w, factor: horizontal });
    const reachAxis = interpolation === "nearest" ? repeatedCell : alignCorners ? stretchedCells : blendedCells;
    return {
      output: [height.value, width.value, sizes.c],
      steps: [height, width],
      reach: { vertical: reachAxis(vertical, sizes.h), horizontal: reachAxis(horizontal, sizes.w) },
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

/** The output cell y repeats the input cell floor(y / factor). */
function repeatedCell(factor: number): ReachAxis {
  return { size: 2 - 1 / factor, stride: 1 / factor, start: 1 / factor - 1 };
}

/** The output cell y blends the input cells on both sides of (y + 0.5) / factor - 0.5, the middle of its own. */
function blendedCells(factor: number): ReachAxis {
  if (factor === 1) return repeatedCell(1);
  return { size: 3 - 1 / factor, stride: 1 / factor, start: 1 / factor - 1.5 };
}

/** With the corners on each other the output cell y blends the input cells on both sides of y * (input - 1) / (output - 1). */
function stretchedCells(factor: number, input: number): ReachAxis {
  if (factor === 1) return repeatedCell(1);
  const last = input * factor - 1;
  return { size: 3 - 2 / last, stride: (input - 1) / last, start: 1 / last - 1 };
}

function sizesOf(pass: Pass<{ readonly size: Pair }>): UpsampleSizes {
  const [h = 0, w = 0, c = 0] = pass.inputShapes[0];
  const [fh, fw] = pass.attributes.size;
  return { n: pass.n, h, w, c, fh, fw };
}
