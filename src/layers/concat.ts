/** Inputs side by side, along the channels. keras.layers.Concatenate; torch.cat. */
import { channelsOf, type Shape, sizeOf } from "../tensor/shape.ts";
import { internalInteger } from "./attribute.ts";
import { calculate } from "./formula.ts";
import { defineLayer, type InputShapes, type LayerIssue, type Pass } from "./layer.ts";

export const concat = defineLayer({
  type: "concat",
  title: "Concatenate",
  doc: "Puts the channels of its inputs behind each other; height and width must agree. Backwards, each input gets its own channels' gradient.",
  attributes: {
    axisFromEnd: internalInteger(1, {
      doc: "The axis to join, counted from the last, as other frameworks allow.",
      default: 1,
    }),
  },
  arity: { min: 2, max: Number.POSITIVE_INFINITY },
  samples: [
    {
      inputs: [
        [2, 3, 1],
        [2, 3, 2],
      ],
      attributes: {},
    },
    { inputs: [[3], [2], [4]], attributes: {} },
  ],
  spelled: {
    keras: { names: ["Concatenate"], parameters: [{ name: "axis", default: -1 }] },
    onnx: { names: ["Concat"], parameters: [{ name: "axis" }] },
  },

  shape(inputs, { axisFromEnd }) {
    const issue = checkOtherAxes(inputs, axisFromEnd);
    if (issue) return { issue };
    const axis = inputs[0].length - axisFromEnd;
    const parts = Object.fromEntries(inputs.map((shape, index) => [`c${index + 1}`, shape[axis] ?? 0]));
    const sum = calculate(axisFromEnd === 1 ? "c" : "size", Object.keys(parts).join(" + "), parts);
    return { output: inputs[0].with(axis, sum.value), steps: [sum] };
  },
  weights: () => [],
  macs: () => undefined,

  forward(kernels, pass) {
    eachPart(pass, (index, part) => kernels.placeColumns(pass.inputs[index] ?? pass.inputs[0], pass.output, part));
  },

  backward(kernels, pass) {
    eachPart(pass, (index, part) => {
      const dx = pass.inputGradients[index];
      if (dx) kernels.placeColumnsInputGradient(pass.outputGradient, dx, part);
    });
  },
});

/** Each input as columns of the output seen as a matrix whose rows run over all axes before the joined one. */
function eachPart(
  { n, inputShapes, shape, attributes: { axisFromEnd } }: Pass<{ readonly axisFromEnd: number }>,
  visit: (index: number, part: { rows: number; columns: number; from: number; of: number }) => void,
): void {
  const of = sizeOf(shape.output.slice(-axisFromEnd));
  const rows = (n * sizeOf(shape.output)) / of;
  let from = 0;
  inputShapes.forEach((input, index) => {
    const columns = sizeOf(input.slice(-axisFromEnd));
    visit(index, { rows, columns, from, of });
    from += columns;
  });
}

function checkOtherAxes(inputs: InputShapes, axisFromEnd: number): LayerIssue | undefined {
  const rest = (shape: Shape): string => shape.toSpliced(shape.length - axisFromEnd, 1).join(" × ");
  const [first] = inputs;
  if (
    axisFromEnd <= first.length &&
    inputs.every((shape) => shape.length === first.length && rest(shape) === rest(first))
  ) {
    return undefined;
  }
  const found = inputs.map((shape) => `[${shape.join(", ")}]`).join(" and ");
  const what =
    channelsOf(first) > 0 && axisFromEnd === 1 ? "the same height and width" : "equal sizes on all other axes";
  return {
    code: "shape/inputs-differ",
    message: `{name} expects inputs with ${what} and gets ${found}. Change strides or padding so that the branches end in the same size.`,
    attribute: "inputs",
  };
}
