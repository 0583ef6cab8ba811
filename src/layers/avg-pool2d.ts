/** The mean of each window. keras.layers.AveragePooling2D never counts padding, torch.nn.AvgPool2d does unless told not to. */
import { flag, optionalFlag, optionalPair, type PaddingValue, padding, pair } from "./attribute.ts";
import { onnxPads } from "./dialect.ts";
import { defineLayer } from "./layer.ts";
import { poolShape, poolSizes } from "./pool.ts";

export const avgPool2d = defineLayer({
  type: "avgPool2d",
  title: "Average pooling",
  doc:
    "Takes the mean of each window, channel by channel, which makes the map smaller and smoother. " +
    "Backwards, each cell of a window gets an equal share of the gradient.",
  attributes: {
    poolSize: pair(1, { doc: "Height and width of the window.", default: [2, 2] }),
    strides: optionalPair(1, { doc: "Cells by which the window moves; as a rule the window's own size." }),
    padding: padding({
      doc: '`"same"` (the odd cell at the bottom and right), `"valid"`, or cells to add on each side.',
      default: "valid",
    }),
    ceilMode: flag({ doc: "Rounds the output's size up, so that a last, partial window counts too.", default: false }),
    countPadding: optionalFlag({
      doc: 'Whether cells of the padding count as zeros in the mean; as a rule not for `"same"` (TensorFlow), but for pads in numbers (PyTorch).',
    }),
  },
  arity: { min: 1, max: 1 },
  samples: [
    { inputs: [[6, 6, 2]], attributes: {} },
    { inputs: [[5, 7, 3]], attributes: { poolSize: [3, 2], strides: [2, 1], padding: "same" } },
    { inputs: [[7, 6, 1]], attributes: { poolSize: 3, strides: 2, padding: 1, ceilMode: true } },
    { inputs: [[7, 6, 2]], attributes: { poolSize: 3, strides: 2, padding: [1, 0], countPadding: false } },
  ],
  spelled: {
    keras: {
      names: ["AveragePooling2D", "AvgPool2D"],
      parameters: [
        { name: "pool_size", sets: "poolSize" },
        { name: "strides", sets: "strides", default: null },
        { name: "padding", sets: "padding", default: "valid" },
        { name: "data_format", default: null },
      ],
    },
    torch: {
      names: ["AvgPool2d"],
      parameters: [
        { name: "kernel_size", sets: "poolSize" },
        { name: "stride", sets: "strides", default: null },
        { name: "padding", sets: "padding", default: 0 },
        { name: "ceil_mode", sets: "ceilMode", default: false },
        { name: "count_include_pad", sets: "countPadding", default: true },
        { name: "divisor_override", default: null },
      ],
    },
    onnx: {
      names: ["AveragePool"],
      parameters: [
        { name: "kernel_shape", sets: "poolSize" },
        { name: "strides", sets: "strides", default: [1, 1] },
        { name: "pads", sets: "padding", default: [0, 0, 0, 0], convert: onnxPads },
        { name: "ceil_mode", sets: "ceilMode", default: 0, convert: (value) => value === 1 },
        { name: "count_include_pad", sets: "countPadding", default: 0, convert: (value) => value === 1 },
      ],
    },
  },

  shape: ([input], attributes) => poolShape(input, { ...attributes, dilation: [1, 1] }),
  weights: () => [],
  macs: () => undefined,

  forward(kernels, pass) {
    kernels.avgPool2d(pass.inputs[0], pass.output, poolSizes(pass), countsPadding(pass.attributes));
  },

  backward(kernels, pass) {
    const [dx] = pass.inputGradients;
    if (dx) kernels.avgPool2dInputGradient(pass.outputGradient, dx, poolSizes(pass), countsPadding(pass.attributes));
  },
});

/** Whether the padding counts: as it is written, or else as the framework does whose kind of padding it is. */
export function countsPadding(attributes: {
  readonly countPadding: boolean | undefined;
  readonly padding: PaddingValue;
}): boolean {
  return attributes.countPadding ?? attributes.padding !== "same";
}
