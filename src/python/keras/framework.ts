/** Keras, in whichever library it is imported, for the evaluator and the readers of Python files. */
import { letter } from "../../tensor/dim/sum.ts";
import type { Framework } from "../framework.ts";
import type { Site } from "../site.ts";
import type { Instance, Value } from "../value.ts";
import { KerasTensor } from "./keras-tensor.ts";
import { layerClass } from "./layer-class.ts";
import { stateIn } from "./layer-state.ts";
import { describe, provide } from "./modules/provide.ts";
import { modulesOf, parametersOf } from "./parameters.ts";
import { batchLetter } from "./session.ts";

export const keras: Framework = {
  name: "keras",
  provide,
  describe,
  isModelClass: (cls) => cls.isSubclassOf(layerClass),
  batch: letter(batchLetter),
  createInput: (shape, dtype) =>
    new KerasTensor(shape, dtype ?? "float32", shape === undefined ? "the input's shape is not known" : undefined),
  endsOf: (model) => stateIn(model)?.graph,
  fedOf: (model) => stateIn(model)?.fed,
  isCallable: (model) => stateIn(model)?.graph !== undefined || model.cls.find("call") !== layerClass.find("call"),
  parametersOf,
  modulesOf,
  argumentOf,
};

function argumentOf(
  module: Instance,
  name: string,
): { readonly value: Value; readonly site: Site | undefined } | undefined {
  const argument = stateIn(module)?.options.argument(name);
  if (argument === undefined) return undefined;
  const { value, written } = argument;
  return { value, site: written && { ...written, anchor: written.range, caller: undefined } };
}
