/** `Iterable`, `Sequence` and their like, to which values belong by what they can do and not by inheriting. */
import { PyClass } from "../py-class.ts";
import {
  boolClass,
  dictClass,
  floatClass,
  frozensetClass,
  functionClass,
  intClass,
  listClass,
  methodClass,
  noneClass,
  setClass,
  strClass,
  tupleClass,
  typeOf,
} from "../stdlib/types.ts";
import type { Value } from "../value.ts";

const COLLECTIONS = [strClass, listClass, tupleClass, dictClass, setClass, frozensetClass];
const CALLABLES = [functionClass, methodClass];

/** Of Python's own types; what is in none of these lists is not known. */
const PLAIN = new Set<PyClass>([...COLLECTIONS, ...CALLABLES, intClass, floatClass, boolClass, noneClass]);

const MEMBERS: Readonly<Record<string, readonly PyClass[]>> = {
  Iterable: COLLECTIONS,
  Sized: COLLECTIONS,
  Container: COLLECTIONS,
  Collection: COLLECTIONS,
  Sequence: [strClass, listClass, tupleClass],
  MutableSequence: [listClass],
  Mapping: [dictClass],
  MutableMapping: [dictClass],
  Iterator: [],
  Callable: CALLABLES,
};

/** `undefined`: not known. */
export function belongsTo(value: Value, abstract: string): boolean | undefined {
  if (!Object.hasOwn(MEMBERS, abstract)) return undefined;
  if (value instanceof PyClass) return classBelongsTo(value, abstract);
  const own = typeOf(value);
  return own !== undefined && PLAIN.has(own) ? MEMBERS[abstract]?.includes(own) : undefined;
}

/** An enumeration can be iterated over, and what a class that is not known can do is not known either. */
function classBelongsTo(cls: PyClass, abstract: string): boolean | undefined {
  if (abstract === "Callable") return true;
  const isOrdinary = cls.unknownBase === undefined && cls.mro.every(({ name }) => name !== "Enum");
  return isOrdinary ? false : undefined;
}
