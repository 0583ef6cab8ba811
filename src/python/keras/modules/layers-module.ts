/** `keras.layers`, in whichever of its modules of former versions a name is looked for. */
import { Builtin } from "../../callables.ts";
import type { PyClass } from "../../py-class.ts";
import { Unknown, type Value } from "../../value.ts";
import { inputSpec } from "../input-spec.ts";
import { layerClass } from "../layer-class.ts";
import { layerClasses, mergeFunctions } from "../layers/table.ts";
import { unknownLayerClass } from "../layers/unknown-layer.ts";
import { callInput, inputLayerClass } from "../models/input.ts";

const input = new Builtin("Input", callInput);

export function layersMember(name: string): Value {
  return knownMember(name) ?? new Unknown(`we do not know keras.layers.${name}`);
}

function knownMember(name: string): Value | undefined {
  if (name === "Layer") return layerClass;
  if (name === "Input") return input;
  if (name === "InputLayer") return inputLayerClass;
  if (name === "InputSpec") return inputSpec;
  return layerClasses.get(name) ?? mergeFunctions.get(name);
}

const unknownClasses = new Map<string, PyClass>();

/** In the module of layers alone: a layer that we do not know is still a layer, before which the model goes on. */
export function layersOwnMember(name: string): Value {
  const known = knownMember(name);
  if (known !== undefined || !/^[A-Z]/.test(name)) return known ?? layersMember(name);
  const cls = unknownClasses.get(name) ?? unknownLayerClass(name, `we do not know keras.layers.${name}`);
  unknownClasses.set(name, cls);
  return cls;
}

/** What `from keras.layers import *` brings. */
export const layerNames: readonly string[] = [
  "Layer",
  "Input",
  "InputLayer",
  ...layerClasses.keys(),
  ...mergeFunctions.keys(),
];
