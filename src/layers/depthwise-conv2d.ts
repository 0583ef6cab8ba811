/** A convolution in which every channel has its own kernels. keras.layers.DepthwiseConv2D; in PyTorch a Conv2d with groups = in_channels. */
import type { ConvSizes } from "../tensor/kernels.ts";
import { channelsOf } from "../tensor/shape.ts";
import { activation, flag, integer, padding, pair } from "./attribute.ts";
import { addBias, addBiasGradient, biasWeights } from "./bias.ts";
import { kerasActivation } from "./dialect.ts";
import { calculate } from "./formula.ts";
import { defineLayer, type Pass } from "./layer.ts";
import { slideWindow, windowIn } from "./window-rule.ts";

export const depthwiseConv2d = defineLayer({
  type: "depthwiseConv2d",
  title: "Depthwise convolution",
  doc:
    "Convolves each channel with `depthMultiplier` kernels of its own; channels do not mix. " +
    "Channel c gives the feature maps from c·multiplier on.",
  attributes: {
    kernelSize: pair(1, { doc: "Height and width of the kernels.", example: 3 }),
    depthMultiplier: integer(1, { doc: "Number of kernels, and so of feature maps, for each channel.", default: 1 }),
    strides: pair(1, { doc: "Cells by which the kernels move, down and to the right.", default: [1, 1] }),
    padding: padding({ doc: '`"same"`, `"valid"`, or cells to add on each side.', default: "valid" }),
    dilation: pair(1, { doc: "Distance between neighbouring cells of a kernel.", default: [1, 1] }),
    bias: flag({ doc: "Whether each feature map has a bias.", default: true }),
    activation: activation({ doc: "Function applied to each output value.", default: "linear" }),
  },
  arity: { min: 1, max: 1 },
  samples: [
    { inputs: [[6, 5, 3]], attributes: { kernelSize: 3 } },
    { inputs: [[7, 6, 2]], attributes: { kernelSize: [3, 2], depthMultiplier: 2, strides: 2, padding: "same" } },
    {
      inputs: [[8, 8, 2]],
      attributes: { kernelSize: 3, dilation: 2, padding: [1, 2], bias: false, activation: "relu6" },
    },
  ],
  spelled: {
    keras: {
      names: ["DepthwiseConv2D"],
      parameters: [
        { name: "kernel_size", sets: "kernelSize" },
        { name: "strides", sets: "strides", default: 1 },
        { name: "padding", sets: "padding", default: "valid" },
        { name: "depth_multiplier", sets: "depthMultiplier", default: 1 },
        { name: "data_format", default: null },
        { name: "dilation_rate", sets: "dilation", default: 1 },
        { name: "activation", sets: "activation", default: null, convert: kerasActivation },
        { name: "use_bias", sets: "bias", default: true },
      ],
    },
  },

  shape([input], { kernelSize, depthMultiplier, strides, padding, dilation }) {
    const result = slideWindow(input, {
      kernel: kernelSize,
      strides,
      dilation,
      padding,
      ceilMode: false,
      kernelName: "kernelSize",
    });
    if ("issue" in result) return result;
    return { output: [result.window.oh, result.window.ow, channelsOf(input) * depthMultiplier], ...result };
  },

  weights([input], { kernelSize: [kh, kw], depthMultiplier, bias }, { output }) {
    const channels = channelsOf(input);
    const kernel = {
      name: "kernel",
      shape: [kh, kw, channels, depthMultiplier],
      fanIn: kh * kw * channels,
      fanOut: kh * kw * depthMultiplier,
      initializer: "glorotUniform",
      trainable: true,
    } as const;
    return [kernel, ...biasWeights(bias, output)];
  },

  macs([input], { kernelSize: [kh, kw], depthMultiplier }, { output: [oh = 0, ow = 0] }) {
    return calculate("MACs", "oh*ow*kh*kw*i*m", { oh, ow, kh, kw, i: channelsOf(input), m: depthMultiplier });
  },

  forward(kernels, pass) {
    kernels.conv2d(pass.inputs[0], pass.weight("kernel"), pass.output, sizesOf(pass));
    addBias(kernels, pass);
  },

  backward(kernels, pass) {
    const { inputs, outputGradient, inputGradients } = pass;
    const sizes = sizesOf(pass);
    kernels.conv2dKernelGradient(inputs[0], outputGradient, pass.weightGradient("kernel"), sizes);
    addBiasGradient(kernels, pass);
    if (inputGradients[0]) kernels.conv2dInputGradient(outputGradient, pass.weight("kernel"), inputGradients[0], sizes);
  },
});

/** One group for each channel: [kh, kw, c, m] lies in memory as the grouped convolution's [kh, kw, 1, c * m]. */
function sizesOf(pass: Pass): ConvSizes {
  const ci = channelsOf(pass.inputShapes[0]);
  return { n: pass.n, ci, co: channelsOf(pass.shape.output), groups: ci, window: windowIn(pass.shape) };
}
