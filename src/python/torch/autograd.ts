/** `torch.autograd.Function`: `apply` runs the user's `forward`; its `backward` gives gradients, of no interest to shapes. */
import { argumentsOf } from "../arguments.ts";
import { Builtin } from "../callables.ts";
import { ClassMethod } from "../evaluate/descriptors.ts";
import { PyClass } from "../py-class.ts";
import { Instance, Unknown, type Value } from "../value.ts";
import { nothings } from "./harmless.ts";

/** What `forward` keeps for `backward`: any attribute, and calls that change no tensor. */
const contextClass = new PyClass(
  "FunctionCtx",
  [],
  new Map(nothings("save_for_backward save_for_forward mark_dirty mark_non_differentiable set_materialize_grads")),
);

const apply = new Builtin("apply", (run, { positional: [own, ...given], named, open }, site) => {
  const cls = own?.value;
  const forward = cls instanceof PyClass ? run.findAttribute(cls, "forward", site) : undefined;
  if (forward === undefined) return new Unknown("what the function computes is not known");
  const context = argumentsOf(new Instance(contextClass, site)).positional;
  // With a `setup_context` of its own, `forward` gets no context.
  const before = (cls as PyClass).find("setup_context") === undefined ? context : [];
  return run.call(forward, { positional: [...before, ...given], named, open }, site);
});

export const autogradFunction = new PyClass(
  "Function",
  [],
  new Map<string, Value>([["apply", new ClassMethod(apply)]]),
);
