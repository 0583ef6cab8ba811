/** `keras.layers`, in whichever of its modules of former versions a name is looked for. */
import { Builtin } from "../../callables.ts";
import { Unknown, type Value } from "../../value.ts";
import { layerClass } from "../layer-class.ts";
import { layerClasses, mergeFunctions } from "../layers/table.ts";
import { callInput, inputLayerClass } from "../models/input.ts";

const input = new Builtin("Input", callInput);

export function layersMember(name: string): Value {
  if (name === "Layer") return layerClass;
  if (name === "Input") return input;
  if (name === "InputLayer") return inputLayerClass;
  return layerClasses.get(name) ?? mergeFunctions.get(name) ?? new Unknown(`we do not know keras.layers.${name}`);
}

/** What `from keras.layers import *` brings. */
export const layerNames: readonly string[] = [
  "Layer",
  "Input",
  "InputLayer",
  ...layerClasses.keys(),
  ...mergeFunctions.keys(),
];
