/** Modules that are written in TypeScript. */
import { Builtin } from "../callables.ts";
import { Module, Unknown, type Value } from "../value.ts";

/** Names that it does not hold are unknown. */
export function moduleOf(name: string, members: readonly (Builtin | readonly [string, Value])[]): Module {
  const names = new Map(
    members.map((member) => (member instanceof Builtin ? ([member.name, member] as const) : member)),
  );
  return new Module(name, names, (member) => new Unknown(`\`${name}.${member}\` is not followed`));
}
