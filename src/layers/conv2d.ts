/**
 * 2-D convolution, in the field's sense: cross-correlation of every input channel of a group with a filter, summed, plus bias.
 * Sizes and SAME/VALID as in keras.layers.Conv2D; explicit pads and groups as in torch.nn.Conv2d.
 */
import type { ConvSizes } from "../tensor/kernels.ts";
import { channelsOf } from "../tensor/shape.ts";
import { activation, bias, integer, padding, pair } from "./attribute.ts";
import { addBias, addBiasGradient, biasWeights } from "./bias.ts";
import { kerasActivation, onnxPads, refuseSameWithStride, refuseStrideWithDilation } from "./dialect.ts";
import { calculate } from "./formula.ts";
import { checkGroups } from "./groups.ts";
import { defineLayer, type Pass } from "./layer.ts";
import { slideWindow, windowIn } from "./window-rule.ts";

export const conv2d = defineLayer({
  type: "conv2d",
  title: "2-D convolution",
  doc:
    "Slides `filters` kernels over the image. Each output value is the sum, over the kernel's cells and the input channels of its group, " +
    "of input times weight, plus the filter's bias. The result has one feature map for each filter.",
  attributes: {
    filters: integer(1, { doc: "Number of filters, which is the number of feature maps that come out.", example: 8 }),
    kernelSize: pair(1, { doc: "Height and width of the kernel.", example: 3 }),
    strides: pair(1, { doc: "Cells by which the kernel moves, down and to the right.", default: [1, 1] }),
    padding: padding({
      doc: '`"same"` adds zeros so that stride 1 keeps the size (the odd one at the bottom and right), `"valid"` adds none; numbers add exactly that many.',
      default: "valid",
    }),
    dilation: pair(1, {
      doc: "Distance between neighbouring cells of the kernel; 1 is a dense kernel.",
      default: [1, 1],
    }),
    groups: integer(1, { doc: "Splits channels and filters into groups that do not see each other.", default: 1 }),
    bias: bias({
      doc: 'One bias for each filter, `"perPosition"` for one at each place of the output, or none.',
      default: true,
    }),
    activation: activation({ doc: "Function applied to each output value.", default: "linear" }),
  },
  arity: { min: 1, max: 1 },
  samples: [
    { inputs: [[7, 6, 2]], attributes: { filters: 3, kernelSize: 3 } },
    {
      inputs: [[7, 6, 3]],
      attributes: { filters: 2, kernelSize: [3, 2], strides: [2, 3], padding: "same", bias: "perPosition" },
    },
    {
      inputs: [[9, 8, 4]],
      attributes: { filters: 6, kernelSize: 3, strides: 2, dilation: 2, groups: 2, padding: [2, 1], bias: false },
    },
    { inputs: [[4, 4, 2]], attributes: { filters: 2, kernelSize: 1, activation: "tanh" } },
  ],
  spelled: {
    keras: {
      names: ["Conv2D", "Convolution2D"],
      parameters: [
        { name: "filters", sets: "filters" },
        { name: "kernel_size", sets: "kernelSize" },
        { name: "strides", sets: "strides", default: 1 },
        { name: "padding", sets: "padding", default: "valid" },
        { name: "data_format", default: null },
        { name: "dilation_rate", sets: "dilation", default: 1 },
        { name: "groups", sets: "groups", default: 1 },
        { name: "activation", sets: "activation", default: null, convert: kerasActivation },
        { name: "use_bias", sets: "bias", default: true },
      ],
      refuses: refuseStrideWithDilation,
    },
    torch: {
      names: ["Conv2d"],
      parameters: [
        { name: "in_channels", role: "inputChannels" },
        { name: "out_channels", sets: "filters" },
        { name: "kernel_size", sets: "kernelSize" },
        { name: "stride", sets: "strides", default: 1 },
        { name: "padding", sets: "padding", default: 0 },
        { name: "dilation", sets: "dilation", default: 1 },
        { name: "groups", sets: "groups", default: 1 },
        { name: "bias", sets: "bias", default: true },
        { name: "padding_mode", default: "zeros" },
      ],
      refuses: refuseSameWithStride,
    },
    onnx: {
      names: ["Conv"],
      parameters: [
        { name: "kernel_shape", sets: "kernelSize" },
        { name: "strides", sets: "strides", default: [1, 1] },
        { name: "pads", sets: "padding", default: [0, 0, 0, 0], convert: onnxPads },
        { name: "dilations", sets: "dilation", default: [1, 1] },
        { name: "group", sets: "groups", default: 1 },
      ],
    },
  },

  shape([input], { filters, kernelSize, strides, padding, dilation, groups }) {
    const result = slideWindow(input, {
      kernel: kernelSize,
      strides,
      dilation,
      padding,
      ceilMode: false,
      kernelName: "kernelSize",
    });
    if ("issue" in result) return result;
    const issue = checkGroups(channelsOf(input), filters, groups);
    if (issue) return { issue };
    return { output: [result.window.oh, result.window.ow, filters], ...result };
  },

  weights([input], { filters, kernelSize: [kh, kw], groups, bias }, { output }) {
    const perGroup = channelsOf(input) / groups;
    const kernel = {
      name: "kernel",
      shape: [kh, kw, perGroup, filters],
      fanIn: kh * kw * perGroup,
      fanOut: kh * kw * filters,
      initializer: "glorotUniform",
      trainable: true,
    } as const;
    return [kernel, ...biasWeights(bias, output)];
  },

  macs([input], { kernelSize: [kh, kw], filters, groups }, { output: [oh = 0, ow = 0] }) {
    const formula = groups === 1 ? "oh*ow*kh*kw*i*o" : "oh*ow*kh*kw*(i / g)*o";
    return calculate("MACs", formula, { oh, ow, kh, kw, i: channelsOf(input), g: groups, o: filters });
  },

  part([input], { groups, bias }, { output, window }) {
    if (groups !== 1 || bias === "perPosition" || window === undefined) return undefined;
    return { kind: "convolution", conv: { n: 1, ci: channelsOf(input), co: channelsOf(output), groups, window } };
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

function sizesOf(pass: Pass<{ readonly groups: number }>): ConvSizes {
  const window = windowIn(pass.shape);
  return {
    n: pass.n,
    ci: channelsOf(pass.inputShapes[0]),
    co: channelsOf(pass.shape.output),
    groups: pass.attributes.groups,
    window,
  };
}
