/**
 * The product of several inputs, value by value; an input [1, 1, c] counts for every place (a squeeze-and-excitation
 * block). keras.layers.Multiply. dL/dx of one input is the upstream gradient times the product of all others.
 */
import type { Floats } from "../tensor/floats.ts";
import type { Kernels, UpsampleSizes } from "../tensor/kernels.ts";
import { channelsOf, type Shape, sameShape, sizeOf } from "../tensor/shape.ts";
import { type BackwardPass, defineLayer, type InputShapes, type Pass } from "./layer.ts";

export const multiply = defineLayer({
  type: "multiply",
  title: "Multiply",
  doc: "Multiplies its inputs, value by value. An input of [1, 1, channels] scales each channel as a whole.",
  attributes: {},
  arity: { min: 2, max: Number.POSITIVE_INFINITY },
  samples: [
    {
      inputs: [
        [2, 3, 2],
        [2, 3, 2],
      ],
      attributes: {},
    },
    {
      inputs: [
        [2, 3, 2],
        [1, 1, 2],
        [2, 3, 2],
      ],
      attributes: {},
    },
  ],
  spelled: { keras: { names: ["Multiply"], parameters: [] }, onnx: { names: ["Mul"], parameters: [] } },

  shape(inputs) {
    const output = inputs.reduce((largest, shape) => (sizeOf(shape) > sizeOf(largest) ? shape : largest));
    if (inputs.every((shape) => sameShape(shape, output) || isChannelScale(shape, output)))
      return { output, steps: [] };
    const found = inputs.map((shape) => `[${shape.join(", ")}]`).join(" and ");
    return {
      issue: {
        code: "shape/inputs-differ",
        message: `{name} expects inputs of one shape, or [1, 1, channels], and gets ${found}. Make the branches end in the same size.`,
        attribute: "inputs",
      },
    };
  },
  weights: () => [],
  macs: () => undefined,

  kept(_inputs, _attributes, { output }) {
    const spec = { length: sizeOf(output), kind: "float" } as const;
    return [
      { ...spec, name: "expanded" },
      { ...spec, name: "product" },
    ];
  },

  forward(kernels, pass) {
    multiplyAllBut(kernels, pass, -1, pass.output);
  },

  backward(kernels, pass) {
    pass.inputGradients.forEach((dx, index) => {
      if (dx) addInputGradient(kernels, pass, index, dx);
    });
  },
});

function isChannelScale(shape: Shape, output: Shape): boolean {
  return output.length === 3 && shape.length === 3 && shape[0] === 1 && shape[1] === 1 && shape[2] === output[2];
}

/** y = the product of all inputs but one. */
function multiplyAllBut(kernels: Kernels, pass: Pass, left: number, y: Floats): void {
  y.fill(1);
  pass.inputs.forEach((input, index) => {
    if (index !== left) kernels.multiply(y, expand(kernels, pass, index, input), y);
  });
}

function addInputGradient(kernels: Kernels, pass: BackwardPass, index: number, dx: Floats): void {
  const product = pass.kept("product");
  multiplyAllBut(kernels, pass, index, product);
  if (dx.length === product.length) {
    kernels.multiplyGradient(pass.outputGradient, product, dx);
    return;
  }
  kernels.multiply(product, pass.outputGradient, product);
  kernels.upsampleNearestInputGradient(product, dx, expansion(pass, index));
}

/** The input at every place of the output: itself, or a channel scale repeated. */
function expand(kernels: Kernels, pass: Pass, index: number, input: Floats): Floats {
  if (input.length === pass.output.length) return input;
  const expanded = pass.kept("expanded");
  kernels.upsampleNearest(input, expanded, expansion(pass, index));
  return expanded;
}

function expansion({ n, inputShapes, shape }: Pass, index: number): UpsampleSizes {
  const [fh = 1, fw = 1] = shape.output;
  return { n, h: 1, w: 1, c: channelsOf(inputShapes[index] ?? (inputShapes satisfies InputShapes)[0]), fh, fw };
}
