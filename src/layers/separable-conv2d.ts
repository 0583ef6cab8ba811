/** A depthwise convolution followed by a pointwise one that mixes the channels. keras.layers.SeparableConv2D. */
import type { ConvSizes } from "../tensor/kernels.ts";
import { channelsOf, type Shape } from "../tensor/shape.ts";
import { type Window, windowOf } from "../tensor/window.ts";
import { activation, flag, integer, padding, pair } from "./attribute.ts";
import { addBias, addBiasGradient, biasWeights } from "./bias.ts";
import { kerasActivation } from "./dialect.ts";
import { calculate } from "./formula.ts";
import { defineLayer, type LayerShape, type Pass } from "./layer.ts";
import { slideWindow, windowIn } from "./window-rule.ts";

export const separableConv2d = defineLayer({
  type: "separableConv2d",
  title: "Separable convolution",
  doc:
    "First convolves each channel for itself with `depthMultiplier` kernels, then mixes the results with `filters` kernels of 1 × 1. " +
    "Nearly a full convolution for a fraction of its weights. The bias comes behind both.",
  attributes: {
    filters: integer(1, { doc: "Number of feature maps that come out of the 1 × 1 convolution.", example: 8 }),
    kernelSize: pair(1, { doc: "Height and width of the depthwise kernels.", example: 3 }),
    depthMultiplier: integer(1, { doc: "Number of depthwise kernels for each channel.", default: 1 }),
    strides: pair(1, { doc: "Cells by which the depthwise kernels move.", default: [1, 1] }),
    padding: padding({ doc: '`"same"`, `"valid"`, or cells to add on each side.', default: "valid" }),
    dilation: pair(1, { doc: "Distance between neighbouring cells of a depthwise kernel.", default: [1, 1] }),
    bias: flag({ doc: "Whether each feature map has a bias.", default: true }),
    activation: activation({ doc: "Function applied to each output value.", default: "linear" }),
  },
  arity: { min: 1, max: 1 },
  samples: [
    { inputs: [[6, 5, 2]], attributes: { filters: 3, kernelSize: 3 } },
    {
      inputs: [[7, 6, 3]],
      attributes: { filters: 2, kernelSize: [3, 2], depthMultiplier: 2, strides: 2, padding: "same", bias: false },
    },
  ],
  spelled: {
    keras: {
      names: ["SeparableConv2D", "SeparableConvolution2D"],
      parameters: [
        { name: "filters", sets: "filters" },
        { name: "kernel_size", sets: "kernelSize" },
        { name: "strides", sets: "strides", default: 1 },
        { name: "padding", sets: "padding", default: "valid" },
        { name: "data_format", default: null },
        { name: "dilation_rate", sets: "dilation", default: 1 },
        { name: "depth_multiplier", sets: "depthMultiplier", default: 1 },
        { name: "activation", sets: "activation", default: null, convert: kerasActivation },
        { name: "use_bias", sets: "bias", default: true },
      ],
    },
  },

  shape([input], { filters, kernelSize, strides, padding, dilation }) {
    const result = slideWindow(input, {
      kernel: kernelSize,
      strides,
      dilation,
      padding,
      ceilMode: false,
      kernelName: "kernelSize",
    });
    if ("issue" in result) return result;
    return { output: [result.window.oh, result.window.ow, filters], ...result };
  },

  weights([input], { filters, kernelSize: [kh, kw], depthMultiplier, bias }, { output }) {
    const channels = channelsOf(input);
    const depthwise = {
      name: "depthwiseKernel",
      shape: [kh, kw, channels, depthMultiplier],
      fanIn: kh * kw * channels,
      fanOut: kh * kw * depthMultiplier,
      initializer: "glorotUniform",
      trainable: true,
    } as const;
    const mixed = channels * depthMultiplier;
    const pointwise = {
      ...depthwise,
      name: "pointwiseKernel",
      shape: [1, 1, mixed, filters],
      fanIn: mixed,
      fanOut: filters,
    };
    return [depthwise, pointwise, ...biasWeights(bias, output)];
  },

  macs([input], { kernelSize: [kh, kw], depthMultiplier, filters }, { output: [oh = 0, ow = 0] }) {
    const values = { oh, ow, kh, kw, i: channelsOf(input), m: depthMultiplier, o: filters };
    return calculate("MACs", "oh*ow*i*m*(kh*kw + o)", values);
  },

  kept([input], { depthMultiplier }, { output: [oh = 0, ow = 0] }) {
    const length = oh * ow * channelsOf(input) * depthMultiplier;
    return [
      { name: "middle", length, kind: "float" },
      { name: "middleGradient", length, kind: "float" },
    ];
  },

  forward(kernels, pass) {
    const middle = pass.kept("middle");
    kernels.conv2d(pass.inputs[0], pass.weight("depthwiseKernel"), middle, depthwiseSizes(pass));
    kernels.conv2d(middle, pass.weight("pointwiseKernel"), pass.output, pointwiseSizes(pass));
    addBias(kernels, pass);
  },

  backward(kernels, pass) {
    const { outputGradient: dy, inputGradients } = pass;
    const middleGradient = pass.kept("middleGradient").fill(0);
    const pointwise = pointwiseSizes(pass);
    kernels.conv2dKernelGradient(pass.kept("middle"), dy, pass.weightGradient("pointwiseKernel"), pointwise);
    kernels.conv2dInputGradient(dy, pass.weight("pointwiseKernel"), middleGradient, pointwise);
    addBiasGradient(kernels, pass);

    const depthwise = depthwiseSizes(pass);
    kernels.conv2dKernelGradient(pass.inputs[0], middleGradient, pass.weightGradient("depthwiseKernel"), depthwise);
    const [dx] = inputGradients;
    if (dx) kernels.conv2dInputGradient(middleGradient, pass.weight("depthwiseKernel"), dx, depthwise);
  },
});

type Multiplied = { readonly depthMultiplier: number };

function depthwiseSizes(pass: Pass<Multiplied>): ConvSizes {
  const ci = channelsOf(pass.inputShapes[0]);
  return { n: pass.n, ci, co: middleChannels(pass), groups: ci, window: windowIn(pass.shape) };
}

function pointwiseSizes(pass: Pass<Multiplied>): ConvSizes {
  const window = pointwiseWindow(pass.shape);
  return { n: pass.n, ci: middleChannels(pass), co: channelsOf(pass.shape.output), groups: 1, window };
}

function middleChannels(pass: Pass<Multiplied>): number {
  const input: Shape = pass.inputShapes[0];
  return channelsOf(input) * pass.attributes.depthMultiplier;
}

function pointwiseWindow(shape: LayerShape): Window {
  const { oh, ow } = windowIn(shape);
  const still = { kernel: 1, stride: 1, dilation: 1, before: 0, after: 0 };
  return windowOf({ ...still, input: oh, output: oh }, { ...still, input: ow, output: ow });
}
