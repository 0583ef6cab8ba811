/**
 * `tensorflow_addons` and `keras_contrib`: the layers that we know, those that we do not know by their names, and the rest,
 * which no shape depends on.
 */
import type { PyClass } from "../../py-class.ts";
import { Module, Unknown, type Value } from "../../value.ts";
import { addonLayers } from "../layers/addons.ts";
import { unknownLayerClass } from "../layers/unknown-layer.ts";

const modules = new Map<string, Module>();

/** The module under a dotted name; `undefined`: it is of neither library. */
export function addonModule(name: string): Module | undefined {
  const library = name.split(".")[0] as string;
  if (!(library in addonLayers)) return undefined;
  const known = modules.get(name);
  if (known !== undefined) return known;
  const isLayers = /^\w+\.layers\b/.test(name);
  const member = (each: string): Value => {
    if (isLayers && /^[A-Z]/.test(each)) return layerOf(library, each);
    // A function or class of another module is no module, which nobody could call.
    const inner = name === library || isLayers ? addonModule(`${name}.${each}`) : undefined;
    return inner ?? new Unknown(`what ${each} gives is known when it runs`);
  };
  const made = new Module(name, new Map(), member);
  modules.set(name, made);
  return made;
}

const unknownLayers = new Map<string, PyClass>();

function layerOf(library: string, name: string): PyClass {
  const known = addonLayers[library]?.get(name);
  if (known !== undefined) return known;
  const key = `${library}.layers.${name}`;
  const cls = unknownLayers.get(key) ?? unknownLayerClass(name, `we do not know ${key}`);
  unknownLayers.set(key, cls);
  return cls;
}
