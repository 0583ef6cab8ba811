/**
 * Transposed convolution: the backward pass of a convolution, used forwards. Sizes for SAME and VALID as in
 * keras.layers.Conv2DTranspose, explicit pads and outputPadding as in torch.nn.ConvTranspose2d. Its window is that of the
 * convolution it reverses: from this layer's output to its input.
 */
import type { ConvSizes } from "../tensor/kernels.ts";
import { channelsOf, sizeOf } from "../tensor/shape.ts";
import { horizontalAxis, kernelExtent, verticalAxis, type Window, type WindowAxis } from "../tensor/window.ts";
import { activation, flag, integer, padding, pair } from "./attribute.ts";
import { addBias, addBiasGradient, biasWeights } from "./bias.ts";
import { kerasActivation, onnxPads } from "./dialect.ts";
import { calculate } from "./formula.ts";
import { checkGroups } from "./groups.ts";
import { defineLayer, type Pass, type Reach, type ReachAxis } from "./layer.ts";
import { spreadWindow } from "./transposed-window-rule.ts";
import { windowIn } from "./window-rule.ts";

export const conv2dTranspose = defineLayer({
  type: "conv2dTranspose",
  title: "Transposed convolution",
  doc:
    "Spreads every input value over the output through the kernel and adds up what overlaps: a convolution run backwards, " +
    "which makes the image larger by its stride.",
  attributes: {
    filters: integer(1, { doc: "Number of feature maps that come out.", example: 8 }),
    kernelSize: pair(1, { doc: "Height and width of the kernel.", example: 3 }),
    strides: pair(1, { doc: "Cells of the output between the kernels of neighbouring input values.", default: [1, 1] }),
    padding: padding({
      doc: '`"same"` gives the input\'s size times the stride, `"valid"` keeps all that the kernels reach; numbers crop the output by that many.',
      default: "valid",
    }),
    outputPadding: pair(0, { doc: "Rows and columns added to the output at the bottom and right.", default: [0, 0] }),
    dilation: pair(1, { doc: "Distance between neighbouring cells of the kernel.", default: [1, 1] }),
    groups: integer(1, { doc: "Splits channels and filters into groups that do not see each other.", default: 1 }),
    bias: flag({ doc: "Whether each feature map has a bias.", default: true }),
    activation: activation({ doc: "Function applied to each output value.", default: "linear" }),
  },
  arity: { min: 1, max: 1 },
  samples: [
    { inputs: [[3, 4, 2]], attributes: { filters: 3, kernelSize: 3, strides: 2, padding: "same" } },
    { inputs: [[3, 3, 2]], attributes: { filters: 2, kernelSize: [2, 3], strides: [3, 1] } },
    {
      inputs: [[4, 3, 4]],
      attributes: { filters: 6, kernelSize: 3, strides: 2, padding: 1, outputPadding: 1, groups: 2, bias: false },
    },
    {
      inputs: [[4, 4, 1]],
      attributes: { filters: 1, kernelSize: 3, dilation: 2, padding: [2, 1], activation: "tanh" },
    },
  ],
  spelled: {
    keras: {
      names: ["Conv2DTranspose", "Convolution2DTranspose"],
      parameters: [
        { name: "filters", sets: "filters" },
        { name: "kernel_size", sets: "kernelSize" },
        { name: "strides", sets: "strides", default: 1 },
        { name: "padding", sets: "padding", default: "valid" },
        { name: "output_padding", sets: "outputPadding", default: null, convert: (value) => value ?? 0 },
        { name: "data_format", default: null },
        { name: "dilation_rate", sets: "dilation", default: 1 },
        { name: "activation", sets: "activation", default: null, convert: kerasActivation },
        { name: "use_bias", sets: "bias", default: true },
      ],
    },
    torch: {
      names: ["ConvTranspose2d"],
      parameters: [
        { name: "in_channels", role: "inputChannels" },
        { name: "out_channels", sets: "filters" },
        { name: "kernel_size", sets: "kernelSize" },
        { name: "stride", sets: "strides", default: 1 },
        { name: "padding", sets: "padding", default: 0 },
        { name: "output_padding", sets: "outputPadding", default: 0 },
        { name: "groups", sets: "groups", default: 1 },
        { name: "bias", sets: "bias", default: true },
        { name: "dilation", sets: "dilation", default: 1 },
        { name: "padding_mode", default: "zeros" },
      ],
    },
    onnx: {
      names: ["ConvTranspose"],
      parameters: [
        { name: "kernel_shape", sets: "kernelSize" },
        { name: "strides", sets: "strides", default: [1, 1] },
        { name: "pads", sets: "padding", default: [0, 0, 0, 0], convert: onnxPads },
        { name: "output_padding", sets: "outputPadding", default: [0, 0] },
        { name: "dilations", sets: "dilation", default: [1, 1] },
        { name: "group", sets: "groups", default: 1 },
      ],
    },
  },

  shape([input], attributes) {
    const result = spreadWindow(input, attributes);
    if ("issue" in result) return result;
    const issue = checkGroups(channelsOf(input), attributes.filters, attributes.groups);
    if (issue) return { issue };
    return {
      output: [result.window.h, result.window.w, attributes.filters],
      ...result,
      reach: reachOf(result.window),
    };
  },

  weights([input], { filters, kernelSize: [kh, kw], groups, bias }, { output }) {
    const kernel = {
      name: "kernel",
      shape: [kh, kw, filters / groups, channelsOf(input)],
      fanIn: (kh * kw * filters) / groups,
      fanOut: kh * kw * channelsOf(input),
      initializer: "glorotUniform",
      trainable: true,
    } as const;
    return [kernel, ...biasWeights(bias, output)];
  },

  macs([input], { kernelSize: [kh, kw], filters, groups }) {
    const [h = 0, w = 0] = input;
    const formula = groups === 1 ? "h*w*kh*kw*i*o" : "h*w*kh*kw*i*(o / g)";
    return calculate("MACs", formula, { h, w, kh, kw, i: channelsOf(input), g: groups, o: filters });
  },

  forward(kernels, pass) {
    pass.output.fill(0);
    kernels.conv2dInputGradient(pass.inputs[0], pass.weight("kernel"), pass.output, reversedSizes(pass));
    addBias(kernels, pass);
  },

  backward(kernels, pass) {
    const { inputs, outputGradient, inputGradients } = pass;
    const sizes = reversedSizes(pass);
    // In the reversed convolution this layer's output gradient is the image and its input the upstream gradient.
    kernels.conv2dKernelGradient(outputGradient, inputs[0], pass.weightGradient("kernel"), sizes);
    addBiasGradient(kernels, pass);
    const [dx] = inputGradients;
    if (!dx) return;
    const spread = pass.kept("inputGradient");
    kernels.conv2d(outputGradient, pass.weight("kernel"), spread, sizes);
    kernels.accumulate(spread, dx);
  },

  kept: ([input]) => [{ name: "inputGradient", length: sizeOf(input), kind: "float" }],
});

/** The output cell y reads the input cells x whose kernel covers it: (y + before - extent) / stride < x <= (y + before) / stride. */
function reachOf(window: Window): Reach {
  const axis = ({ kernel, dilation, stride, before }: WindowAxis): ReachAxis => {
    const last = kernelExtent(kernel, dilation) - 1;
    return { size: last / stride + 1, stride: 1 / stride, start: (before - last) / stride };
  };
  return { vertical: axis(verticalAxis(window)), horizontal: axis(horizontalAxis(window)) };
}

/** Sizes of the convolution that goes from this layer's output back to its input. */
function reversedSizes(pass: Pass<{ readonly groups: number }>): ConvSizes {
  const { n, inputShapes, shape, attributes } = pass;
  return {
    n,
    ci: channelsOf(shape.output),
    co: channelsOf(inputShapes[0]),
    groups: attributes.groups,
    window: windowIn(shape),
  };
}
