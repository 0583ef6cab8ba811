/** A fully connected layer over one row of features. keras.layers.Dense, torch.nn.Linear (whose weight is transposed). */
import type { DenseSizes } from "../tensor/kernels.ts";
import { channelsOf, type Shape } from "../tensor/shape.ts";
import { activation, flag, integer } from "./attribute.ts";
import { addBias, addBiasGradient, biasWeights } from "./bias.ts";
import { kerasActivation } from "./dialect.ts";
import { calculate } from "./formula.ts";
import { defineLayer, type LayerIssue, type Pass } from "./layer.ts";

export const dense = defineLayer({
  type: "dense",
  title: "Dense",
  doc: "Multiplies the row of features by a matrix and adds a bias: every output depends on every input.",
  attributes: {
    units: integer(1, { doc: "Number of outputs.", example: 10 }),
    bias: flag({ doc: "Whether each output has a bias.", default: true }),
    activation: activation({ doc: "Function applied to the outputs.", default: "linear" }),
  },
  arity: { min: 1, max: 1 },
  samples: [
    { inputs: [[5]], attributes: { units: 3 } },
    { inputs: [[4]], attributes: { units: 6, bias: false, activation: "sigmoid" } },
  ],
  spelled: {
    keras: {
      names: ["Dense"],
      parameters: [
        { name: "units", sets: "units" },
        { name: "activation", sets: "activation", default: null, convert: kerasActivation },
        { name: "use_bias", sets: "bias", default: true },
      ],
    },
    torch: {
      names: ["Linear"],
      parameters: [
        { name: "in_features", role: "inputFeatures" },
        { name: "out_features", sets: "units" },
        { name: "bias", sets: "bias", default: true },
      ],
    },
    onnx: { names: ["Gemm"], parameters: [] },
  },

  shape([input], { units }) {
    if (input.length !== 1) return { issue: needsFlatten(input) };
    return { output: [units], steps: [] };
  },

  weights([input], { units, bias }, { output }) {
    const i = channelsOf(input);
    const kernel = {
      name: "kernel",
      shape: [i, units],
      fanIn: i,
      fanOut: units,
      initializer: "glorotUniform",
      trainable: true,
    } as const;
    return [kernel, ...biasWeights(bias, output)];
  },

  macs: ([input], { units }) => calculate("MACs", "i*o", { i: channelsOf(input), o: units }),

  part: ([input], { units }) => ({ kind: "dense", i: channelsOf(input), o: units }),

  forward(kernels, pass) {
    kernels.dense(pass.inputs[0], pass.weight("kernel"), pass.output, sizesOf(pass));
    addBias(kernels, pass);
  },

  backward(kernels, pass) {
    const { inputs, outputGradient, inputGradients } = pass;
    const sizes = sizesOf(pass);
    kernels.denseKernelGradient(inputs[0], outputGradient, pass.weightGradient("kernel"), sizes);
    addBiasGradient(kernels, pass);
    if (inputGradients[0]) kernels.denseInputGradient(outputGradient, pass.weight("kernel"), inputGradients[0], sizes);
  },
});

function sizesOf(pass: Pass): DenseSizes {
  return { n: pass.n, i: channelsOf(pass.inputShapes[0]), o: channelsOf(pass.shape.output) };
}

function needsFlatten(input: Shape): LayerIssue {
  return {
    code: "shape/missing-flatten",
    message: `{name} expects one row of features and gets [${input.join(", ")}]. Put a flatten layer before it.`,
    remedy: { kind: "insertBefore", layer: { type: "flatten" } },
  };
}
