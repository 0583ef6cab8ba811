/** Methods of Python's own types, as tables of functions that get the object and its arguments. */
import type { Arguments } from "../arguments.ts";
import { Builtin } from "../callables.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { Dict, Instance, List, PySet, Unknown, type Value } from "../value.ts";
import { argument } from "./read-arguments.ts";

/** What a method is given beside its object. */
export interface Given {
  readonly run: Run;
  readonly args: Arguments;
  readonly site: Site;
  /** An argument by its place behind the object, or by its name. */
  at(place: number, name?: string): Value | undefined;
}

export type Method<Self> = (self: Self, given: Given) => Value;
export type Methods = Readonly<Record<string, Builtin["call"]>>;

/** Turns methods on one kind of object into functions; objects of any other kind give unknown. */
export function methodsOn<Self extends Value>(
  isSelf: (value: Value) => value is Self,
  methods: Readonly<Record<string, Method<Self>>>,
): Methods {
  return Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, onSelf(name, isSelf, method)]));
}

function onSelf<Self extends Value>(
  name: string,
  isSelf: (value: Value) => value is Self,
  method: Method<Self>,
): Builtin["call"] {
  return (run, args, site) => {
    const self = contentOfSelf(args.positional[0]?.value ?? null);
    if (self instanceof Unknown) return self;
    if (!isSelf(self)) return new Unknown(`\`${name}\` of this value is not followed`);
    return method(self, { run, args, site, at: (place, keyword) => argument(args, place + 1, keyword) });
  };
}

/** An instance of a subclass of `list`, `dict` or `set` has its content in it. */
function contentOfSelf(value: Value): Value {
  if (!(value instanceof Instance)) return value;
  const { native } = value;
  return native instanceof List || native instanceof Dict || native instanceof PySet ? native : value;
}

export function membersOf(methods: Methods): [string, Builtin][] {
  return Object.entries(methods).map(([name, call]) => [name, new Builtin(name, call)]);
}
