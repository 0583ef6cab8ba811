/** The sum of several inputs, value by value. keras.layers.Add; `+` in PyTorch. Backwards every input gets the whole gradient. */
import { sameShape } from "../tensor/shape.ts";
import { defineLayer, type InputShapes, type LayerIssue } from "./layer.ts";

export const add = defineLayer({
  type: "add",
  title: "Add",
  doc: "Adds its inputs, value by value: the join of a residual block. Backwards, each input gets the whole gradient.",
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
    { inputs: [[4], [4], [4]], attributes: {} },
  ],
  spelled: { keras: { names: ["Add"], parameters: [] }, onnx: { names: ["Add"], parameters: [] } },

  shape(inputs) {
    const issue = checkSameShapes(inputs);
    return issue ? { issue } : { output: inputs[0], steps: [] };
  },
  weights: () => [],
  macs: () => undefined,

  forward(kernels, pass) {
    pass.output.set(pass.inputs[0]);
    for (const input of pass.inputs.slice(1)) kernels.accumulate(input, pass.output);
  },

  backward(kernels, pass) {
    for (const dx of pass.inputGradients) if (dx) kernels.accumulate(pass.outputGradient, dx);
  },
});

function checkSameShapes(inputs: InputShapes): LayerIssue | undefined {
  if (inputs.every((shape) => sameShape(shape, inputs[0]))) return undefined;
  const found = inputs.map((shape) => `[${shape.join(", ")}]`).join(" and ");
  return {
    code: "shape/inputs-differ",
    message: `{name} expects inputs of one shape and gets ${found}. Make the branches end in the same height, width and channels.`,
    attribute: "inputs",
  };
}
