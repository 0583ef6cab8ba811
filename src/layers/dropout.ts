/**
 * Inverted dropout (Srivastava et al. 2014): in training each value is dropped with probability `rate` and the others are
 * scaled by 1 / (1 - rate), so that outside training nothing is to be done. keras.layers.Dropout, torch.nn.Dropout.
 */
import { sizeOf } from "../tensor/shape.ts";
import { decimal } from "./attribute.ts";
import { copyBackward, copyForward } from "./copy.ts";
import { defineLayer } from "./layer.ts";

export const dropout = defineLayer({
  type: "dropout",
  title: "Dropout",
  doc:
    "While training, sets a random part of the values to zero and enlarges the rest, so that no value can rely on another. " +
    "Otherwise it does nothing.",
  attributes: {
    rate: decimal(0, 1, { doc: "Share of the values that are dropped.", default: 0.5 }),
  },
  arity: { min: 1, max: 1 },
  samples: [
    { inputs: [[4, 3, 2]], attributes: { rate: 0.25 } },
    { inputs: [[9]], attributes: {} },
  ],
  spelled: {
    keras: { names: ["Dropout"], parameters: [{ name: "rate", sets: "rate" }] },
    torch: {
      names: ["Dropout", "Dropout2d"],
      parameters: [
        { name: "p", sets: "rate", default: 0.5 },
        { name: "inplace", default: false },
      ],
    },
    onnx: { names: ["Dropout"], parameters: [] },
  },

  shape: ([input]) => ({ output: input, steps: [] }),
  weights: () => [],
  macs: () => undefined,
  kept: ([input]) => [{ name: "mask", length: sizeOf(input), kind: "float" }],

  forward(kernels, pass) {
    if (!pass.training) return copyForward(kernels, pass);
    const mask = pass.kept("mask");
    const { rate } = pass.attributes;
    pass.random.mask(mask, rate, 1 / (1 - rate));
    kernels.multiply(pass.inputs[0], mask, pass.output);
  },

  backward(kernels, pass) {
    const [dx] = pass.inputGradients;
    if (!pass.training) return copyBackward(kernels, pass);
    if (dx) kernels.multiplyGradient(pass.outputGradient, pass.kept("mask"), dx);
  },
});
