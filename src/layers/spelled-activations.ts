/** The classes and operators by which frameworks know the activations; each is one spelling of the `activation` layer. */
import type { ActivationName } from "../tensor/activation.ts";
import { kerasActivation } from "./dialect.ts";
import type { Parameter, Spelling } from "./spelling.ts";

function plain(name: string, type: ActivationName, parameters: readonly Parameter[] = []): Spelling {
  return { names: [name], parameters, fixed: { function: type } };
}

/** A class whose one parameter is the slope or the scale. */
function scaled(
  name: string,
  type: "leakyRelu" | "elu",
  parameter: string,
  usual: number,
  others: readonly Parameter[] = [],
) {
  const alpha: Parameter = {
    name: parameter,
    sets: "function",
    default: usual,
    convert: (value) => ({ type, alpha: value }),
  };
  return { names: [name], parameters: [alpha, ...others] } satisfies Spelling;
}

const inplace: Parameter = { name: "inplace", default: false };

/** torch.nn; softmax over the channels is `dim=1` there for images and rows alike. */
export const torchActivations: readonly Spelling[] = [
  plain("Identity", "linear"),
  plain("ReLU", "relu", [inplace]),
  plain("ReLU6", "relu6", [inplace]),
  scaled("LeakyReLU", "leakyRelu", "negative_slope", 0.01, [inplace]),
  scaled("ELU", "elu", "alpha", 1, [inplace]),
  plain("SELU", "selu", [inplace]),
  {
    names: ["GELU"],
    parameters: [
      {
        name: "approximate",
        sets: "function",
        default: "none",
        convert: (value) => ({ type: "gelu", approximate: value === "tanh" }),
      },
    ],
  },
  plain("SiLU", "silu", [inplace]),
  plain("Sigmoid", "sigmoid"),
  plain("Tanh", "tanh"),
  plain("Softplus", "softplus", [
    { name: "beta", default: 1 },
    { name: "threshold", default: 20 },
  ]),
  plain("Softmax", "softmax", [{ name: "dim", default: null }]),
  plain("LogSoftmax", "logSoftmax", [{ name: "dim", default: null }]),
];

/** keras.layers. */
export const kerasActivations: readonly Spelling[] = [
  { names: ["Activation"], parameters: [{ name: "activation", sets: "function", convert: kerasActivation }] },
  {
    names: ["ReLU"],
    parameters: [
      {
        name: "max_value",
        sets: "function",
        default: null,
        convert: (value) => (value === 6 ? "relu6" : value === null ? "relu" : value),
      },
      { name: "negative_slope", default: 0 },
      { name: "threshold", default: 0 },
    ],
  },
  scaled("LeakyReLU", "leakyRelu", "negative_slope", 0.3),
  scaled("ELU", "elu", "alpha", 1),
  plain("Softmax", "softmax", [{ name: "axis", default: -1 }]),
];

/** Operators of ai.onnx; Clip from 0 to 6 is relu6, which is for the reader to see. */
export const onnxActivations: readonly Spelling[] = [
  plain("Identity", "linear"),
  plain("Relu", "relu"),
  scaled("LeakyRelu", "leakyRelu", "alpha", 0.01),
  scaled("Elu", "elu", "alpha", 1),
  plain("Selu", "selu"),
  {
    names: ["Gelu"],
    parameters: [
      {
        name: "approximate",
        sets: "function",
        default: "none",
        convert: (value) => ({ type: "gelu", approximate: value === "tanh" }),
      },
    ],
  },
  plain("Sigmoid", "sigmoid"),
  plain("Tanh", "tanh"),
  plain("Softplus", "softplus"),
  plain("Softmax", "softmax", [{ name: "axis", default: -1 }]),
  plain("LogSoftmax", "logSoftmax", [{ name: "axis", default: -1 }]),
];
