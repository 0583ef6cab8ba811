/** What `staticmethod`, `classmethod` and `property` make of a function. */
import { Native } from "../native.ts";
import type { Value } from "../value.ts";

export class StaticMethod extends Native {
  readonly typeName = "staticmethod";
  readonly callee: Value;

  constructor(callee: Value) {
    super();
    this.callee = callee;
  }
}

export class ClassMethod extends Native {
  readonly typeName = "classmethod";
  readonly callee: Value;

  constructor(callee: Value) {
    super();
    this.callee = callee;
  }
}

export class Property extends Native {
  readonly typeName = "property";
  readonly getter: Value;
  readonly setter: Value | undefined;

  constructor(getter: Value, setter?: Value) {
    super();
    this.getter = getter;
    this.setter = setter;
  }
}
