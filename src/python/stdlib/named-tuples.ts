/** What a named tuple has besides its fields: it is made, read and compared like a tuple, and copied with other values. */
import { argumentsOf } from "../arguments.ts";
import { Builtin } from "../callables.ts";
import { ClassMethod } from "../evaluate/descriptors.ts";
import { Native } from "../native.ts";
import { orElse } from "../or-else.ts";
import { PyClass } from "../py-class.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { Dict, Instance, Tuple, Unknown, type Value } from "../value.ts";
import type { Fields } from "./class-kinds.ts";
import { argument } from "./read-arguments.ts";

/** Adds them to a class that has the fields. */
export function makeTupleLike(cls: PyClass, fields: Fields): void {
  const { names } = fields;
  if (!cls.members.has("__new__")) cls.members.set("__new__", new TupleMaker(fields));
  const tupleOf = (self: Value): Tuple =>
    new Tuple(self instanceof Instance ? names.map((name) => fieldOf(self, name)) : []);
  const method = (name: string, use: (run: Run, self: Tuple, key: Value, site: Site) => Value): void => {
    cls.members.set(
      name,
      new Builtin(name, (run, args, site) =>
        use(run, tupleOf(argument(args, 0) ?? null), argument(args, 1) ?? null, site),
      ),
    );
  };
  method("__iter__", (_run, self) => self);
  method("__len__", (_run, self) => self.items.length);
  method("__getitem__", (run, self, key, site) => run.item(self, key, site));
  method(
    "__eq__",
    (run, self, key) =>
      run.equal(self, key instanceof Instance ? tupleOf(key) : key) ??
      new Unknown("whether these are equal is not known"),
  );
  method("__contains__", (run, self, key, site) => run.compare("in", key, self, site));
  method(
    "_asdict",
    (_run, self) => new Dict(new Map(names.map((name, at) => [`s${name}`, [name, self.items[at] ?? null] as const]))),
  );
  cls.members.set("_replace", replace(names));
  cls.members.set("_make", make);
  cls.members.set("_fields", new Tuple([...names]));
}

function fieldOf(self: Instance, name: string): Value {
  return orElse(self.attributes.get(name), () => new Unknown(`\`${name}\` is not known`));
}

/** `__new__`, whose `__defaults__` older code sets: the values of the last fields. */
class TupleMaker extends Native {
  readonly typeName = "function";
  readonly fields: Fields;

  constructor(fields: Fields) {
    super();
    this.fields = fields;
  }

  override call(run: Run, args: Parameters<Native["call"]>[1], site: Site): Value | undefined {
    const cls = argument(args, 0);
    if (!(cls instanceof PyClass)) return undefined;
    const made = new Instance(cls, site);
    this.fields.fill(run, made, args, site);
    return made;
  }

  override setAttribute(run: Run, name: string, value: Value): void {
    const { names, defaults } = this.fields;
    if (name !== "__defaults__") return;
    const values = value instanceof Tuple ? value.items : undefined;
    const given = values ?? names.map(() => new Unknown("the defaults are not known"));
    names.forEach((field, at) => {
      run.assign(defaults, field, given[at - names.length + given.length]);
    });
  }
}

/** `point._replace(x=3)`: the other fields as they are. */
function replace(names: readonly string[]): Builtin {
  return new Builtin("_replace", (run, args, site) => {
    const self = argument(args, 0);
    if (!(self instanceof Instance)) return new Unknown("the tuple is not known");
    const foreign = [...args.named.keys()].find((name) => !names.includes(name));
    if (foreign !== undefined) return run.raise("ValueError", `Got unexpected field names: ['${foreign}']`, site);
    const changed = new Instance(self.cls, site);
    for (const name of names) {
      const kept = args.open ? new Unknown("it may be among arguments that are not known") : fieldOf(self, name);
      run.setAttribute(
        changed,
        name,
        orElse(args.named.get(name)?.value, () => kept),
      );
    }
    return changed;
  });
}

const make = new ClassMethod(
  new Builtin("_make", (run, args, site) => {
    const items = run.iterate(argument(args, 1) ?? null, site);
    if (items === undefined) return new Unknown("what the tuple is made of is not known");
    return run.call(argument(args, 0) ?? null, argumentsOf(...items), site);
  }),
);
