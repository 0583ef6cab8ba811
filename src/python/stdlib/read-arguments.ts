/** Arguments of a function written in TypeScript, by place or by name. */
import type { Arguments } from "../arguments.ts";
import { Unknown, type Value } from "../value.ts";

/** The argument at a place, or under a name; `undefined`: not given. */
export function argument({ positional, named, open }: Arguments, place: number, name?: string): Value | undefined {
  const found = positional[place] ?? (name === undefined ? undefined : named.get(name));
  if (found !== undefined) return found.value;
  return open ? new Unknown("it may be among arguments that are not known") : undefined;
}

export function valuesOf({ positional }: Arguments): Value[] {
  return positional.map(({ value }) => value);
}
