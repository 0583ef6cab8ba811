/** `keras.initializers`: what fills weights. Whatever it draws, called with a shape it gives a tensor of that shape. */
import { Builtin } from "../../callables.ts";
import { Unknown, type Value } from "../../value.ts";
import { operationNamed } from "../ops/table.ts";

/** A class, or a function that gives an instance. */
export function initializersMember(name: string): Value {
  const fill = operationNamed("keras", "zeros");
  const makes = name === "get" || /^[A-Z]|_initializer$/.test(name) || shorthands.has(name);
  return makes && fill ? new Builtin(name, () => fill) : new Unknown(`what ${name} gives is known when it runs`);
}

/** Former spellings of the classes, which were functions that gave one. */
const shorthands = new Set([
  "glorot_uniform",
  "glorot_normal",
  "he_uniform",
  "he_normal",
  "lecun_uniform",
  "lecun_normal",
]);
