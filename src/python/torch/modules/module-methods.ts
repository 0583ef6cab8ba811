/** What every `nn.Module` has: registering, walking through children and parameters, and much that changes no shape. */
import type { Arguments } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import { UNNAMED } from "../../evaluate/attributes.ts";
import { Property } from "../../evaluate/descriptors.ts";
import { Iterator } from "../../evaluate/iterator.ts";
import { LiveDict } from "../../evaluate/live-dict.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { bind } from "../../tensors/signature.ts";
import { Dict, Instance, Tuple, Unknown, type Value } from "../../value.ts";
import type { ModuleState } from "../state.ts";
import { type Role, TorchTensor } from "../tensor.ts";
import { callModule, childrenOf, isModule, moduleClass } from "./module.ts";
import { modulesIn, type NamedTensor, tensorsOf } from "./tree.ts";

type Method = (run: Run, self: Instance, args: Arguments, site: Site) => Value;

function method(names: string, body: Method): void {
  for (const name of names.split(" ")) {
    const builtin = new Builtin(name, (run, args, site) => {
      const [self] = args.positional;
      if (!(self?.value instanceof Instance)) return new Unknown(`${name} is called without its module`);
      return body(run, self.value, { ...args, positional: args.positional.slice(1) }, site);
    });
    moduleClass.members.set(name, builtin);
  }
}

function argument(signature: string, args: Arguments, name: string): Value {
  return bind(signature, args).get(name);
}

/** As PyTorch's generators give them: gone through once. */
function pairs(entries: Iterable<readonly [string, Value]>): Iterator {
  return new Iterator([...entries].map(([name, value]) => new Tuple([name, value])));
}

function seconds(entries: Iterable<readonly [string, Value]>): Iterator {
  return new Iterator([...entries].map(([, value]) => value));
}

function dictOf(entries: Iterable<readonly [string, Value]>): Dict {
  return new Dict(new Map([...entries].map(([name, value]) => [`s${name}`, [name, value] as const])));
}

/** Without `recurse` those of the module alone. */
function tensorsWith(role: Role, run: Run, self: Instance, recurse: Value): [string, TorchTensor][] {
  const isOwn = run.truth(recurse) === false;
  const wanted = ({ path, tensor }: NamedTensor) => tensor.role === role && !(isOwn && path.includes("."));
  return tensorsOf(self)
    .filter(wanted)
    .map(({ path, tensor }) => [path, tensor]);
}

function register(run: Run, self: Instance, name: Value, value: Value): null {
  if (typeof name === "string") run.setAttribute(self, name, value);
  else run.assign(self.attributes, UNNAMED, new Unknown("its attributes are not known"));
  return null;
}

/** The module under a dotted path; `undefined`: there is none. */
function submodule(self: Instance, path: string): Value | undefined {
  return path === ""
    ? self
    : path
        .split(".")
        .reduce<Value | undefined>((found, name) => (isModule(found) ? found.attributes.get(name) : undefined), self);
}

const noState = (): ModuleState => ({
  bound: bind("", { positional: [], named: new Map(), open: false }),
  madeInside: false,
  container: true,
  forward: undefined,
});

method("__init__", (_run, self) => {
  self.native = noState();
  return null;
});
method("__call__", (run, self, args, site) => callModule(run, self, args, { row: site, raise: site }));
method("add_module register_module", (run, self, args) => {
  const bound = bind("name, module", args);
  return register(run, self, bound.get("name"), bound.get("module"));
});
method("register_parameter", (run, self, args) => {
  const bound = bind("name, param", args);
  return register(run, self, bound.get("name"), bound.get("param"));
});
method("register_buffer", (run, self, args) => {
  const bound = bind("name, tensor, persistent=True", args);
  const tensor = bound.get("tensor");
  return register(run, self, bound.get("name"), tensor instanceof TorchTensor ? tensor.as("buffer") : tensor);
});
/** Asked for by its name, or by a `__getattr__` of the user's through `super()`, who finds out by its raising. */
const getAttribute: Method = (run, self, args, site) => {
  const name = argument("name", args, "name");
  if (typeof name !== "string") return new Unknown("an attribute's name is not known");
  if (self.cls.find("__getattr__") instanceof Builtin) return run.attribute(self, name, site);
  const own = self.attributes.get(name);
  if (own !== undefined) return own;
  const doubt = self.cls.doubtAbout(name);
  if (doubt !== undefined) return new Unknown(doubt);
  return run.raise("AttributeError", `'${self.cls.name}' object has no attribute '${name}'`, site);
};
method("__getattr__", getAttribute);
method("children", (_run, self) => seconds(childrenOf(self)));
method("named_children", (_run, self) => pairs(childrenOf(self)));
method("modules", (_run, self) => seconds(modulesIn(self)));
method("named_modules", (_run, self) => pairs(modulesIn(self)));
for (const [role, names] of [
  ["parameter", "parameters"],
  ["buffer", "buffers"],
] as const) {
  method(names, (run, self, args) => seconds(tensorsWith(role, run, self, argument("recurse=True", args, "recurse"))));
  method(`named_${names}`, (run, self, args) =>
    pairs(tensorsWith(role, run, self, argument("prefix='', recurse=True", args, "recurse"))),
  );
}
method("state_dict", (_run, self) => dictOf(tensorsOf(self).map(({ path, tensor }) => [path, tensor] as const)));
method("get_submodule", (_run, self, args) => {
  const target = argument("target", args, "target");
  const found = typeof target === "string" ? submodule(self, target) : undefined;
  return found ?? new Unknown("there is no such submodule");
});
method("get_parameter get_buffer", (_run, self, args) => {
  const target = argument("target", args, "target");
  const found = typeof target === "string" ? tensorsOf(self).find(({ path }) => path === target) : undefined;
  return found?.tensor ?? new Unknown("there is no such parameter");
});
method(
  "to cuda cpu float half double bfloat16 type eval train apply share_memory to_empty xpu ipu compile",
  (_run, self) => self,
);
method("requires_grad_", (run, self, args) => {
  const value = argument("requires_grad=True", args, "requires_grad");
  for (const { tensor } of tensorsOf(self)) tensor.setAttribute(run, "requires_grad", value);
  return self;
});
method("load_state_dict", () => new Unknown("which weights are loaded is not followed"));
method(
  "register_forward_hook register_forward_pre_hook register_backward_hook register_full_backward_hook register_load_state_dict_post_hook " +
    "_register_load_state_dict_pre_hook register_state_dict_pre_hook _register_state_dict_hook",
  () => new Unknown("a hook's handle"),
);
method("zero_grad extra_repr __repr__ _get_name", () => null);

/** The tables in which a module keeps what it was given: entries that are set there become its attributes. */
function table(name: string, kind: (value: Value) => boolean): void {
  const getter = new Builtin(name, (_run, args) => {
    const self = args.positional[0]?.value;
    return self instanceof Instance ? new LiveDict(self.attributes, kind) : new Unknown("its module is not known");
  });
  moduleClass.members.set(name, new Property(getter));
}

table("_modules", isModule);
table("_parameters", (value) => value instanceof TorchTensor && value.role === "parameter");
table("_buffers", (value) => value instanceof TorchTensor && value.role === "buffer");

/** What PyTorch's modules have beyond what is followed here. */
const alsoThere = new Set(
  (
    "T_destination dump_patches get_extra_state set_extra_state _apply _backward_hooks _call_impl _forward_hooks _forward_pre_hooks _load_from_state_dict " +
    "_named_members _non_persistent_buffers_set _replicate_for_data_parallel _save_to_state_dict _slow_forward _state_dict_hooks _version call_super_init " +
    "_backward_pre_hooks _compiled_call_impl _forward_hooks_always_called _forward_hooks_with_kwargs _forward_pre_hooks_with_kwargs _get_backward_hooks " +
    "_get_backward_pre_hooks _is_full_backward_hook _load_state_dict_post_hooks _load_state_dict_pre_hooks _maybe_warn_non_full_backward_hook " +
    "_state_dict_pre_hooks _wrapped_call_impl mtia register_full_backward_pre_hook register_load_state_dict_pre_hook register_state_dict_post_hook " +
    "set_submodule"
  ).split(" "),
);

moduleClass.lacks = (name) => !alsoThere.has(name);

/** For `modules.ts`, which has to be sure that the methods are there. */
export const moduleMethods: ReadonlyMap<string, Value> = moduleClass.members;
