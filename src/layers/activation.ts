/** An activation as a layer of its own. The engine runs the function as the step behind the layer, as it does for every `activation`. */
import { activation as activationAttribute } from "./attribute.ts";
import { copyBackward, copyForward } from "./copy.ts";
import { defineLayer } from "./layer.ts";
import { kerasActivations, onnxActivations, torchActivations } from "./spelled-activations.ts";

export const activation = defineLayer({
  type: "activation",
  title: "Activation",
  doc: "Applies a function to every value; softmax and logSoftmax to each row of channels.",
  attributes: {
    function: activationAttribute({ doc: "The function, by name or as `{ type, alpha }`.", example: "relu" }),
  },
  arity: { min: 1, max: 1 },
  samples: [
    { inputs: [[3, 4, 2]], attributes: { function: "relu" } },
    { inputs: [[6]], attributes: { function: "softmax" } },
    { inputs: [[6]], attributes: { function: { type: "leakyRelu", alpha: 0.1 } } },
  ],
  spelled: { torch: torchActivations, keras: kerasActivations, onnx: onnxActivations },

  shape: ([input]) => ({ output: input, steps: [] }),
  weights: () => [],
  macs: () => undefined,
  part: () => ({ kind: "copy" }),
  forward: copyForward,
  backward: copyBackward,
});
