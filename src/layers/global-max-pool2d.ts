/**
 * The largest value of each channel. keras.layers.GlobalMaxPooling2D. As TensorFlow's reduce_max, and unlike pooling with
 * windows, equal maxima share the gradient.
 */

import { globalPoolShape, keepDims } from "./global-pool.ts";
import type { Pass } from "./layer.ts";
import { defineLayer } from "./layer.ts";

export const globalMaxPool2d = defineLayer({
  type: "globalMaxPool2d",
  title: "Global max pooling",
  doc: "Replaces each feature map by its largest value. Backwards, equal maxima share the gradient.",
  attributes: { keepDims },
  arity: { min: 1, max: 1 },
  samples: [
    { inputs: [[3, 4, 2]], attributes: {} },
    { inputs: [[2, 2, 3]], attributes: { keepDims: true } },
  ],
  spelled: {
    keras: {
      names: ["GlobalMaxPooling2D", "GlobalMaxPool2D"],
      parameters: [
        { name: "data_format", default: null },
        { name: "keepdims", sets: "keepDims", default: false },
      ],
    },
    torch: {
      names: ["AdaptiveMaxPool2d"],
      parameters: [{ name: "output_size" }, { name: "return_indices", default: false }],
      fixed: { keepDims: true },
    },
    onnx: { names: ["GlobalMaxPool"], parameters: [], fixed: { keepDims: true } },
  },

  shape: globalPoolShape,
  weights: () => [],
  macs: () => undefined,

  forward(kernels, pass) {
    kernels.globalMax(pass.inputs[0], pass.output, sizesOf(pass));
  },

  backward(kernels, pass) {
    const [dx] = pass.inputGradients;
    if (dx) kernels.globalMaxInputGradient(pass.inputs[0], pass.output, pass.outputGradient, dx, sizesOf(pass));
  },
});

function sizesOf(pass: Pass): { n: number; places: number; c: number } {
  const [h = 0, w = 0, c = 0] = pass.inputShapes[0];
  return { n: pass.n, places: h * w, c };
}
