/** What every object has from `object`. */

import { Builtin } from "../callables.ts";
import type { Run } from "../run.ts";
import { Instance, Unknown, type Value } from "../value.ts";

/** Sets an attribute past any `__setattr__`. */
function setRaw(run: Run, self: Value, name: Value, value: Value | undefined): void {
  if (!(self instanceof Instance) || typeof name !== "string") return;
  const { attributes } = self;
  const before = attributes.get(name);
  const put = (next: Value | undefined): void => {
    if (next === undefined) attributes.delete(name);
    else attributes.set(name, next);
  };
  run.change(
    () => put(value),
    () => put(before),
    self,
  );
}

export const objectMembers: ReadonlyMap<string, Builtin> = new Map(
  [
    new Builtin("__init__", () => null),
    new Builtin("__init_subclass__", () => null),
    new Builtin("__setattr__", (run, { positional: [self, name, value] }) => {
      if (self && name && value) setRaw(run, self.value, name.value, value.value);
      return null;
    }),
    new Builtin("__delattr__", (run, { positional: [self, name] }) => {
      if (self && name) setRaw(run, self.value, name.value, undefined);
      return null;
    }),
    new Builtin("__getattribute__", (run, { positional: [self, name] }, site) => {
      if (!self || typeof name?.value !== "string") return new Unknown("an attribute's name is not known");
      return run.attribute(self.value, name.value, site);
    }),
  ].map((member) => [member.name, member]),
);
