/** PyTorch as the evaluator and the readers of files see it: modules by their dotted names, tensors, models. */
import type { Framework } from "../framework.ts";
import type { Site } from "../site.ts";
import type { Instance, Module } from "../value.ts";
import { moduleClass } from "./modules/module.ts";
import { modulesIn, parametersIn } from "./modules/tree.ts";
import { torchModules } from "./namespace.ts";
import { stateOf } from "./state.ts";
import { TorchTensor } from "./tensor.ts";
import { timmModules } from "./timm.ts";
import { zooSource } from "./zoo/sources.ts";

/** Made once; a run's own state is in its values. */
export function createTorch(): Framework {
  const modules: ReadonlyMap<string, Module> = torchModules();
  const standIns = timmModules();
  return {
    name: "torch",
    batch: 1,
    provide: (name) => modules.get(name),
    standIn: (name) => standIns.get(name),
    describe: zooSource,
    isModelClass: (cls) => cls !== moduleClass && cls.isSubclassOf(moduleClass),
    createInput: (shape, dtype = "float32") =>
      new TorchTensor({ shape, reason: "the input's shape is not known", dtype }),
    endsOf: () => undefined,
    isCallable: () => true,
    parametersOf: parametersIn,
    modulesOf: modulesIn,
    argumentOf,
  };
}

function argumentOf(module: Instance, name: string): ReturnType<Framework["argumentOf"]> {
  const state = stateOf(module);
  const argument = state?.bound.argument(name);
  if (argument === undefined) return undefined;
  const { value, written } = argument;
  const site: Site | undefined = written && { ...written, anchor: written.range, caller: module.site.caller };
  return { value, site: state?.madeInside === true ? undefined : site };
}
