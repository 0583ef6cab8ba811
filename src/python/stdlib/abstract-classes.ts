/** Python's abstract classes, to which others belong by what they can do, without inheriting from them. */
import { PyClass } from "../py-class.ts";

interface Kind {
  /** Python's own types that belong to it. */
  readonly types: ReadonlySet<string>;
  /** What another class must have to belong to it; absent: it has to inherit from it. */
  readonly method: string | undefined;
}

const SEQUENCES = "list tuple str";
const HOLDING = `${SEQUENCES} dict set frozenset`;

const KINDS: Readonly<Record<string, readonly [types: string, method?: string]>> = {
  Callable: ["function method type", "__call__"],
  Collection: [HOLDING],
  Container: [HOLDING, "__contains__"],
  Iterable: [HOLDING, "__iter__"],
  Iterator: ["", "__next__"],
  Mapping: ["dict"],
  MutableMapping: ["dict"],
  MutableSequence: ["list"],
  Sequence: [SEQUENCES],
  Sized: [HOLDING, "__len__"],
};

/** Of the module `numbers`. */
const NUMBERS: Readonly<Record<string, readonly [types: string]>> = {
  Complex: ["int float bool"],
  Integral: ["int bool"],
  Number: ["int float bool"],
  Rational: ["int bool"],
  Real: ["int float bool"],
};

const kinds = new Map<PyClass, Kind>();

function classesOf(table: typeof KINDS): readonly (readonly [name: string, cls: PyClass])[] {
  return Object.entries(table).map(([name, [types, method]]) => {
    const cls = new PyClass(name, [], new Map());
    kinds.set(cls, { types: new Set(types.split(" ")), method });
    return [name, cls];
  });
}

export const abstractClasses = classesOf(KINDS);
export const numberClasses = classesOf(NUMBERS);

/** What of Python's own is known to belong to none of them but those that name it. */
const OWN = new Set([
  ...["list", "tuple", "str", "dict", "set", "frozenset", "int", "float", "bool"],
  ...["NoneType", "function", "method", "type", "slice", "module"],
]);

export function isAbstract(cls: PyClass): boolean {
  return kinds.has(cls);
}

/** Whether a class that does not inherit from the abstract one belongs to it; `undefined`: that is not known. */
export function belongsTo(cls: PyClass, abstract: PyClass): boolean | undefined {
  const { types, method } = kinds.get(abstract) as Kind;
  const own = cls.mro.find(({ name, written }) => !written && OWN.has(name));
  if (cls.mro.some(({ name, written }) => !written && types.has(name))) return true;
  if (own === cls) return false;
  if (method !== undefined && cls.find(method) !== undefined) return true;
  const doubt = method === undefined ? cls.unknownBase : cls.doubtAbout(method);
  return doubt === undefined ? false : undefined;
}
