/** `functools`. */
import { type Arguments, argumentsOf } from "../arguments.ts";
import { Builtin, PyFunction } from "../callables.ts";
import { Property } from "../evaluate/descriptors.ts";
import { Native } from "../native.ts";
import { PyClass } from "../py-class.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { Dict, type Module, Tuple, Unknown, type Value } from "../value.ts";
import { moduleOf } from "./module-of.ts";
import { argument } from "./read-arguments.ts";
import { identity } from "./typing.ts";

/** A callable some of whose arguments are given already. */
export class Partial extends Native {
  readonly typeName = "partial";
  readonly callee: Value;
  readonly given: Arguments;

  constructor(callee: Value, given: Arguments) {
    super();
    this.callee = callee;
    this.given = given;
  }

  override call(run: Run, args: Arguments, site: Site): Value {
    return run.call(this.callee, joined(this.given, args), site);
  }

  override attribute(_run: Run, name: string): Value | undefined {
    if (name === "func") return this.callee;
    if (name === "args") return new Tuple(this.given.positional.map(({ value }) => value));
    if (name !== "keywords") return undefined;
    return new Dict(new Map([...this.given.named].map(([key, { value }]) => [`s${key}`, [key, value] as const])));
  }

  override truth(): boolean {
    return true;
  }

  override pyClass(): PyClass {
    return partial;
  }
}

function joined(given: Arguments, args: Arguments): Arguments {
  return {
    positional: [...given.positional, ...args.positional],
    named: new Map([...given.named, ...args.named]),
    open: given.open || args.open,
  };
}

const makePartial = new Builtin("__new__", (_run, args) => {
  const [, callee, ...positional] = args.positional;
  if (callee === undefined) return new Unknown("`partial` without a function");
  const given = { ...args, positional };
  // Python keeps one partial of the function itself, whose parts are looked at by those who take it apart.
  if (callee.value instanceof Partial) return new Partial(callee.value.callee, joined(callee.value.given, given));
  return new Partial(callee.value, given);
});

const partial: PyClass = new PyClass("partial", [], new Map<string, Value>([["__new__", makePartial]]));

const TAKEN_OVER = ["__module__", "__name__", "__qualname__", "__doc__"];

/** Marks the wrapper with what it wraps, for `inspect`, and names it so. */
const wraps = new Builtin("wraps", (_run, outer) => {
  const wrapped = argument(outer, 0);
  return new Builtin("wraps", (run, args, site) => {
    const wrapper = argument(args, 0) ?? null;
    if (!(wrapper instanceof PyFunction) || wrapped === undefined) return wrapper;
    wrapper.attributes.set("__wrapped__", wrapped);
    for (const name of TAKEN_OVER) {
      const value = run.findAttribute(wrapped, name, site);
      if (value !== undefined) wrapper.attributes.set(name, value);
    }
    return wrapper;
  });
});

const reduce = new Builtin("reduce", (run, args, site) => {
  const [callee, source, start] = [argument(args, 0) ?? null, argument(args, 1) ?? null, argument(args, 2)];
  const items = run.iterate(source, site);
  if (items === undefined) return source instanceof Unknown ? source : new Unknown("what is reduced is not known");
  const all = start === undefined ? items : [start, ...items];
  const [first, ...rest] = all;
  if (first === undefined) return run.raise("TypeError", "reduce() of empty iterable with no initial value", site);
  return rest.reduce((total, item) => run.call(callee, argumentsOf(total, item), site), first);
});

/** A decorator that leaves a function as it is, used with or without arguments. */
function transparent(name: string): Builtin {
  return new Builtin(name, (_run, args) => {
    const first = argument(args, 0);
    return args.positional.length === 1 && typeof first === "object" && first !== null ? first : identity(name);
  });
}

export function functoolsModule(): Module {
  return moduleOf("functools", [
    ["partial", partial],
    reduce,
    transparent("lru_cache"),
    identity("cache"),
    identity("total_ordering"),
    identity("singledispatch"),
    wraps,
    identity("update_wrapper"),
    new Builtin("cached_property", (_run, args) => new Property(argument(args, 0) ?? null)),
    ["partialmethod", partial],
    new Builtin("cmp_to_key", () => new Unknown("`cmp_to_key` is not followed")),
  ]);
}
