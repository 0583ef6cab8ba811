/** Classes, of the user's and of frameworks, and the order in which their members are looked up. */
import type { Run } from "./run.ts";
import type { Site } from "./site.ts";
import type { Instance, Value } from "./value.ts";

type OnAssign = (run: Run, object: Instance, value: Value, site: Site, name: string) => void;

/**
 * A class, of the user's or of a framework: framework classes are made of `Builtin` members (`__init__`, `forward`, ...), so
 * that a user's class can inherit from them, override them and call `super()`.
 */
export class PyClass {
  readonly name: string;
  readonly bases: readonly PyClass[];
  /** The method resolution order, this class first. */
  readonly mro: readonly PyClass[];
  readonly members: Map<string, Value>;
  /** Why some base is not known; what is not found in the class is unknown then. */
  readonly unknownBase: string | undefined;
  /** Defined in the user's text, all of it: what is not found in it and its bases does not exist. A framework's class may have more. */
  written = false;
  /** The name of the module in which the text defines it. */
  module: string | undefined;
  /** Of a framework's class: the names that it surely does not have; absent, it may have any. */
  lacks: ((name: string) => boolean) | undefined;
  /** Looks at what the user's text assigns to an attribute of an instance, before it is done; inherited. */
  onAssign: OnAssign | undefined;

  constructor(name: string, bases: readonly PyClass[], members: Map<string, Value>, unknownBase?: string) {
    this.name = name;
    this.bases = bases;
    this.members = members;
    this.mro = resolutionOrder(this, bases);
    this.onAssign = bases.find((base) => base.onAssign !== undefined)?.onAssign;
    this.unknownBase = unknownBase ?? bases.find((base) => base.unknownBase !== undefined)?.unknownBase;
  }

  /** The member as the class or its bases have it, unbound. */
  find(name: string): Value | undefined {
    for (const cls of this.mro) {
      const found = cls.members.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The member that the classes behind that one have, as `super()` sees it. */
  findBehind(behind: PyClass, name: string): Value | undefined {
    for (let place = this.mro.indexOf(behind) + 1; place < this.mro.length; place++) {
      const found = this.mro[place]?.members.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Why it may have the name though `find` does not find it; `undefined`: it surely has not. */
  doubtAbout(name: string): string | undefined {
    if (this.unknownBase !== undefined) return this.unknownBase;
    const other = this.mro.find(({ written, lacks }) => !written && lacks?.(name) !== true);
    return other && `\`${name}\` of ${other.name} is not followed`;
  }

  surelyLacks(name: string): boolean {
    return this.find(name) === undefined && this.doubtAbout(name) === undefined;
  }

  isSubclassOf(other: PyClass): boolean {
    return this.mro.includes(other);
  }
}

/** Python's C3 linearization; for bases that contradict each other (Python raises) simply depth first. */
function resolutionOrder(cls: PyClass, bases: readonly PyClass[]): PyClass[] {
  const lists = [...bases.map((base) => [...base.mro]), [...bases]];
  const order = [cls];
  for (;;) {
    const open = lists.filter((list) => list.length > 0);
    if (open.length === 0) return order;
    const next = open
      .map(([head]) => head as PyClass)
      .find((head) => open.every((list) => !list.slice(1).includes(head)));
    if (next === undefined) return [cls, ...new Set(bases.flatMap((base) => base.mro))];
    order.push(next);
    for (const list of lists) if (list[0] === next) list.shift();
  }
}
