/** Models of torchvision that nobody has described: their parts and what they compute are unknown, and they say why. */
import { argumentsOf } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import { PyClass } from "../../py-class.ts";
import { Instance, Unknown } from "../../value.ts";
import { moduleClass } from "../modules/module.ts";

const TELLING =
  "forward children named_children modules named_modules parameters named_parameters buffers named_buffers state_dict get_submodule get_parameter get_buffer";

/** A function that builds one. */
export function opaqueBuilder(name: string, reason: string): Builtin {
  const members = TELLING.split(" ").map((method) => [method, new Builtin(method, () => new Unknown(reason))] as const);
  const cls = new PyClass(name, [moduleClass], new Map(members), reason);
  return new Builtin(name, (run, _args, site) => {
    const model = new Instance(cls, site);
    const init = moduleClass.find("__init__");
    if (init) run.call(init, argumentsOf(model), site);
    return model;
  });
}
