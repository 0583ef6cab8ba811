/** Layer normalization (Ba, Kiros and Hinton 2016) of each place over its channels. keras.layers.LayerNormalization. */
import type { MatrixSizes } from "../tensor/kernels.ts";
import { type Shape, sizeOf } from "../tensor/shape.ts";
import { decimal, internalInteger } from "./attribute.ts";
import { defineLayer, type Pass, type WeightSpec } from "./layer.ts";

export const layerNorm = defineLayer({
  type: "layerNorm",
  title: "Layer normalization",
  doc: "Shifts and scales the channels of each place to mean 0 and variance 1, then by its own `gamma` and `beta`. Knows no batch.",
  attributes: {
    epsilon: decimal(0, Number.POSITIVE_INFINITY, {
      doc: "Added to the variance before its root is taken.",
      default: 0.001,
    }),
    trailingAxes: internalInteger(1, {
      doc: "How many of the last axes are normalized together, as in PyTorch.",
      default: 1,
    }),
  },
  arity: { min: 1, max: 1 },
  samples: [
    { inputs: [[2, 3, 4]], attributes: {} },
    { inputs: [[5]], attributes: { epsilon: 1e-5 } },
  ],
  spelled: {
    keras: {
      names: ["LayerNormalization"],
      parameters: [
        { name: "axis", default: -1 },
        { name: "epsilon", sets: "epsilon", default: 0.001 },
      ],
    },
    torch: {
      names: ["LayerNorm"],
      parameters: [
        {
          name: "normalized_shape",
          sets: "trailingAxes",
          convert: (value) => (Array.isArray(value) ? value.length : 1),
        },
        { name: "eps", sets: "epsilon", default: 1e-5 },
        { name: "elementwise_affine", default: true },
        { name: "bias", default: true },
      ],
    },
    onnx: {
      names: ["LayerNormalization"],
      parameters: [
        { name: "axis", sets: "trailingAxes", default: -1, convert: (axis) => -Number(axis) },
        { name: "epsilon", sets: "epsilon", default: 1e-5 },
      ],
    },
  },

  shape([input], { trailingAxes }) {
    if (trailingAxes === 1) return { output: input, steps: [] };
    if (trailingAxes <= input.length) return { output: input, steps: [], reach: "everything" };
    return {
      issue: {
        code: "shape/too-few-axes",
        message: `{name} normalizes the last ${trailingAxes} axes, but its input [${input.join(", ")}] has only ${input.length}.`,
      },
    };
  },

  weights([input], { trailingAxes }) {
    const spec = { shape: normalized(input, trailingAxes), fanIn: 1, fanOut: 1, trainable: true } as const;
    return [
      { ...spec, name: "gamma", initializer: "ones" },
      { ...spec, name: "beta", initializer: "zeros" },
    ] satisfies WeightSpec[];
  },

  macs: () => undefined,

  forward(kernels, pass) {
    const scaling = { gamma: pass.weight("gamma"), epsilon: pass.attributes.epsilon };
    kernels.normalizeRows(pass.inputs[0], scaling, pass.weight("beta"), pass.output, rowsOf(pass));
  },

  backward(kernels, pass) {
    const scaling = { gamma: pass.weight("gamma"), epsilon: pass.attributes.epsilon };
    const gradients = {
      dx: pass.inputGradients[0],
      dgamma: pass.weightGradient("gamma"),
      dbeta: pass.weightGradient("beta"),
    };
    kernels.normalizeRowsGradient(pass.inputs[0], pass.outputGradient, scaling, gradients, rowsOf(pass));
  },
});

function normalized(input: Shape, trailingAxes: number): Shape {
  return input.slice(-trailingAxes);
}

function rowsOf(pass: Pass<{ readonly trailingAxes: number }>): MatrixSizes {
  const columns = sizeOf(normalized(pass.shape.output, pass.attributes.trailingAxes));
  return { rows: (pass.n * sizeOf(pass.shape.output)) / columns, columns };
}
