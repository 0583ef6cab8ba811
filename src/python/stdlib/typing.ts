/** Type hints, which do nothing when a program runs, and the small modules around them. */
import { argumentsOf } from "../arguments.ts";
import { Builtin } from "../callables.ts";
import { Property } from "../evaluate/descriptors.ts";
import { Native } from "../native.ts";
import { PyClass } from "../py-class.ts";
import { Instance, Module, Unknown, type Value } from "../value.ts";
import { abstractClasses, numberClasses } from "./abstract-classes.ts";
import { namedTupleClass } from "./class-kinds.ts";
import { moduleOf } from "./module-of.ts";
import { argument } from "./read-arguments.ts";
import {
  dictClass,
  frozensetClass,
  functionClass,
  listClass,
  objectClass,
  setClass,
  strClass,
  tupleClass,
  typeClass,
} from "./types.ts";

/** `Optional`, `Union`, `Callable`: takes brackets, and means nothing to us. */
class TypeForm extends Native {
  readonly typeName = "type hint";

  override item(): Value {
    return this;
  }

  override call(): Value {
    return this;
  }

  override binary(): Value {
    return this;
  }

  override attribute(): Value {
    return this;
  }

  override truth(): boolean {
    return true;
  }
}

function emptyClass(name: string): PyClass {
  const cls = new PyClass(name, [], new Map());
  cls.written = true;
  return cls;
}

export const identity = (name: string): Builtin => new Builtin(name, (_run, args) => argument(args, 0) ?? null);

const ALIASES: readonly (readonly [string, Value])[] = [
  ["List", listClass],
  ["Dict", dictClass],
  ["Tuple", tupleClass],
  ["Set", setClass],
  ["FrozenSet", frozensetClass],
  ["Type", typeClass],
  ["Text", strClass],
  ["Generic", emptyClass("Generic")],
  ["Protocol", emptyClass("Protocol")],
  ["NamedTuple", namedTupleClass],
  ["TypedDict", dictClass],
  ["Any", objectClass],
  ["TYPE_CHECKING", false],
  ...abstractClasses,
];

export function typingModule(name: string, more: readonly (readonly [string, Value])[] = []): Module {
  const form = new TypeForm();
  const functions = ["overload", "final", "no_type_check", "runtime_checkable"].map(identity);
  const cast = new Builtin("cast", (_run, args) => argument(args, 1) ?? null);
  const names = new Map<string, Value>([
    ...ALIASES,
    ...more,
    ...[...functions, cast].map((fn) => [fn.name, fn] as const),
  ]);
  return new Module(name, names, () => form);
}

export function numbersModule(): Module {
  return moduleOf("numbers", numberClasses);
}

export function abcModule(): Module {
  const names = ["abstractmethod", "abstractclassmethod", "abstractstaticmethod"].map(identity);
  const property = new Builtin("abstractproperty", (_run, args) => new Property(argument(args, 0) ?? null));
  return moduleOf("abc", [...names, property, ["ABC", emptyClass("ABC")], ["ABCMeta", typeClass]]);
}

export function contextlibModule(): Module {
  const nothing = new Builtin("nullcontext", (_run, args) => argument(args, 0) ?? null);
  return moduleOf("contextlib", [identity("contextmanager"), nothing]);
}

/** An object whose attributes are the names it was made with. */
export function typesModule(): Module {
  const init = new Builtin("__init__", (run, { positional: [self], named, open }) => {
    if (!(self?.value instanceof Instance)) return null;
    for (const [name, { value }] of named) run.setAttribute(self.value, name, value);
    if (open) run.setAttribute(self.value, "__dict__", new Unknown("its attributes are not known"));
    return null;
  });
  const namespace = new PyClass("SimpleNamespace", [], new Map<string, Value>([["__init__", init]]));
  const method = new Builtin("MethodType", (run, args, site) => {
    const [callee, self] = [argument(args, 0) ?? null, argument(args, 1) ?? null];
    return new Builtin("method", (_run, given) =>
      run.call(callee, { ...given, positional: [...argumentsOf(self).positional, ...given.positional] }, site),
    );
  });
  const functions = ["FunctionType", "LambdaType"].map((name) => [name, functionClass] as const);
  return moduleOf("types", [["SimpleNamespace", namespace], method, ...functions]);
}
