/** The largest value of each window. keras.layers.MaxPooling2D, torch.nn.MaxPool2d. Padding never wins. */
import { sizeOf } from "../tensor/shape.ts";
import { flag, optionalPair, padding, pair } from "./attribute.ts";
import { onnxPads } from "./dialect.ts";
import { defineLayer } from "./layer.ts";
import { poolShape, poolSizes } from "./pool.ts";

export const maxPool2d = defineLayer({
  type: "maxPool2d",
  title: "Max pooling",
  doc:
    "Keeps the largest value of each window, channel by channel, which makes the map smaller and forgives small shifts. " +
    "Backwards, the whole gradient goes to the value that won; among equals to the first.",
  attributes: {
    poolSize: pair(1, { doc: "Height and width of the window.", default: [2, 2] }),
    strides: optionalPair(1, { doc: "Cells by which the window moves; as a rule the window's own size." }),
    padding: padding({
      doc: '`"same"` (the odd cell at the bottom and right), `"valid"`, or cells to add; they never win.',
      default: "valid",
    }),
    dilation: pair(1, { doc: "Distance between neighbouring cells of the window.", default: [1, 1] }),
    ceilMode: flag({ doc: "Rounds the output's size up, so that a last, partial window counts too.", default: false }),
  },
  arity: { min: 1, max: 1 },
  samples: [
    { inputs: [[6, 6, 2]], attributes: {} },
    { inputs: [[5, 7, 3]], attributes: { poolSize: [3, 2], strides: [2, 1], padding: "same" } },
    { inputs: [[7, 6, 1]], attributes: { poolSize: 3, strides: 2, padding: 1, ceilMode: true } },
    { inputs: [[8, 7, 2]], attributes: { poolSize: 2, strides: 1, dilation: [2, 3] } },
  ],
  spelled: {
    keras: {
      names: ["MaxPooling2D", "MaxPool2D"],
      parameters: [
        { name: "pool_size", sets: "poolSize", default: 2 },
        { name: "strides", sets: "strides", default: null },
        { name: "padding", sets: "padding", default: "valid" },
        { name: "data_format", default: null },
      ],
    },
    torch: {
      names: ["MaxPool2d"],
      parameters: [
        { name: "kernel_size", sets: "poolSize" },
        { name: "stride", sets: "strides", default: null },
        { name: "padding", sets: "padding", default: 0 },
        { name: "dilation", sets: "dilation", default: 1 },
        { name: "return_indices", default: false },
        { name: "ceil_mode", sets: "ceilMode", default: false },
      ],
    },
    onnx: {
      names: ["MaxPool"],
      parameters: [
        { name: "kernel_shape", sets: "poolSize" },
        { name: "strides", sets: "strides", default: [1, 1] },
        { name: "pads", sets: "padding", default: [0, 0, 0, 0], convert: onnxPads },
        { name: "dilations", sets: "dilation", default: [1, 1] },
        { name: "ceil_mode", sets: "ceilMode", default: 0, convert: (value) => value === 1 },
      ],
    },
  },

  shape: ([input], attributes) => poolShape(input, attributes),
  weights: () => [],
  macs: () => undefined,
  kept: (_inputs, _attributes, { output }) => [{ name: "argmax", length: sizeOf(output), kind: "int32" }],

  part(_inputs, _attributes, { window }) {
    if (window === undefined) return undefined;
    const { top, right, bottom, left, rh, rw } = window;
    const plain = top === 0 && right === 0 && bottom === 0 && left === 0 && rh === 1 && rw === 1;
    return plain ? { kind: "maxPool", window } : undefined;
  },

  forward(kernels, pass) {
    kernels.maxPool2d(pass.inputs[0], pass.output, pass.keptIndices("argmax"), poolSizes(pass));
  },

  backward(kernels, pass) {
    const [dx] = pass.inputGradients;
    if (dx) kernels.maxPool2dInputGradient(pass.outputGradient, pass.keptIndices("argmax"), dx, poolSizes(pass));
  },
});
