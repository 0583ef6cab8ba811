/** The activation functions of the model format, with the parameters that their kernels need. */
export const activationNames = [
  "linear",
  "relu",
  "relu6",
  "leakyRelu",
  "elu",
  "selu",
  "gelu",
  "silu",
  "sigmoid",
  "tanh",
  "softplus",
  "softmax",
  "logSoftmax",
] as const;

export type ActivationName = (typeof activationNames)[number];

/** `alpha` is the slope of leakyRelu or the scale of elu; `approximate` chooses gelu's tanh form. Unused ones are their defaults. */
export interface Activation {
  readonly type: ActivationName;
  readonly alpha: number;
  readonly approximate: boolean;
}
