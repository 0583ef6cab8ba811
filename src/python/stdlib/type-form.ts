import { Native } from "../native.ts";
import type { Value } from "../value.ts";

/** `Optional`, `Union`, `Callable`: takes brackets, and means nothing to us but for `isinstance`. */
export class TypeForm extends Native {
  readonly typeName = "type hint";
  /** As `typing` or `collections.abc` has it. */
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }

  override item(): Value {
    return this;
  }

  override call(): Value {
    return this;
  }

  override binary(): Value {
    return new TypeForm("Union");
  }

  override attribute(): Value {
    return this;
  }

  override truth(): boolean {
    return true;
  }
}
