/** The codes of all mistakes that are found in Keras sources, each with what it stands for. Tests and filters use them. */
export const kerasProblemCodes = {
  "shape/rank": "a layer gets a tensor with another number of axes than it takes",
  "shape/kernel-larger-than-input": "a window covers more than the padded input has",
  "shape/groups": "channels or filters do not divide by the groups",
  "shape/channels-order": "an image is given channels first to layers that read channels last",
  "shape/broadcast": "shapes of an operator or of a joining layer do not fit each other",
  "shape/concatenate": "shapes differ beside the axis along which they are joined",
  "shape/reshape": "a new shape holds another number of values",
  "shape/axis": "an axis lies outside the shape",
  "shape/crop": "a cropping takes away more than there is",
  "shape/matmul": "the inner sizes of a matrix product differ",
  "shape/model-input": "a model gets another shape than it was built for",
  "shape/open-size": "a layer's weights would have a size that the model's input leaves open",
  "shape/weight-count": "a layer that was built for other channels is called again",
  "keras/stride-with-dilation": "a convolution has both a stride and a dilation",
  "keras/padding": "a padding's word is none of Keras's",
  "keras/argument": "an argument has a value that Keras refuses",
  "keras/second-input": "a Sequential gets a second input layer",
  "keras/inputs": "a joining layer gets too few tensors",
} as const;

export type KerasProblemCode = keyof typeof kerasProblemCodes;
