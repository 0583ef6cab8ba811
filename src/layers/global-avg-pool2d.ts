/** The mean of each channel. keras.layers.GlobalAveragePooling2D; torch.nn.AdaptiveAvgPool2d(1). */
import type { PoolSizes } from "../tensor/kernels.ts";
import { windowOf } from "../tensor/window.ts";
import { globalPoolShape, keepDims } from "./global-pool.ts";
import { defineLayer, type Pass } from "./layer.ts";

export const globalAvgPool2d = defineLayer({
  type: "globalAvgPool2d",
  title: "Global average pooling",
  doc: "Replaces each feature map by its mean, whatever its size: the usual bridge from convolutions to the last dense layer.",
  attributes: { keepDims },
  arity: { min: 1, max: 1 },
  samples: [
    { inputs: [[3, 4, 2]], attributes: {} },
    { inputs: [[2, 2, 3]], attributes: { keepDims: true } },
  ],
  spelled: {
    keras: {
      names: ["GlobalAveragePooling2D", "GlobalAvgPool2D"],
      parameters: [
        { name: "data_format", default: null },
        { name: "keepdims", sets: "keepDims", default: false },
      ],
    },
    torch: { names: ["AdaptiveAvgPool2d"], parameters: [{ name: "output_size" }], fixed: { keepDims: true } },
    onnx: { names: ["GlobalAveragePool"], parameters: [], fixed: { keepDims: true } },
  },

  shape: globalPoolShape,
  weights: () => [],
  macs: () => undefined,

  forward(kernels, pass) {
    kernels.avgPool2d(pass.inputs[0], pass.output, wholeImage(pass), false);
  },

  backward(kernels, pass) {
    const [dx] = pass.inputGradients;
    if (dx) kernels.avgPool2dInputGradient(pass.outputGradient, dx, wholeImage(pass), false);
  },
});

/** A pool whose one window is the image. */
function wholeImage(pass: Pass): PoolSizes {
  const [h = 0, w = 0, c = 0] = pass.inputShapes[0];
  const once = { stride: 1, dilation: 1, before: 0, after: 0, output: 1 };
  return { n: pass.n, c, window: windowOf({ ...once, input: h, kernel: h }, { ...once, input: w, kernel: w }) };
}
