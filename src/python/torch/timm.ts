/** The few names of `timm` that other people's models import: stochastic depth, initializers, pairs. */
import { Module, type Value } from "../value.ts";
import { initializers } from "./initializers.ts";
import { keeping } from "./modules/leaf.ts";
import { repeating } from "./namespace-tuples.ts";

const packages = ["timm.models.layers", "timm.layers", "timm.models.layers.drop", "timm.layers.drop"];

export function timmModules(): ReadonlyMap<string, Module> {
  return new Map(packages.map((name) => [name, new Module(name, new Map(timmNames()))]));
}

function timmNames(): [string, Value][] {
  const [dropPath] = keeping("DropPath", "drop_prob=0.0, scale_by_keep=True");
  const pairs = ["to_1tuple", "to_2tuple", "to_3tuple", "to_4tuple"].map((name, index): [string, Value] => [
    name,
    repeating(name, index + 1),
  ]);
  return [...initializers(), ...pairs, ...(dropPath ? [["DropPath", dropPath] as [string, Value]] : [])];
}
