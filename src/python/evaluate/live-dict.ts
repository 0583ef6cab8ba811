/** `object.__dict__`, or those of its entries that are of some kind: a dict in which whatever is changed becomes an attribute. */
import { Dict, Unknown, type Value } from "../value.ts";
import { UNNAMED } from "./attributes.ts";
import type { Interpreter } from "./interpreter.ts";

type Kind = (value: Value) => boolean;

export class LiveDict extends Dict {
  private readonly names: Map<string, Value>;
  private readonly kind: Kind;

  constructor(names: Map<string, Value>, kind: Kind = () => true) {
    super(new Map([...names].flatMap((entry) => (kind(entry[1]) ? [[`s${entry[0]}`, entry] as const] : []))));
    this.names = names;
    this.kind = kind;
  }

  /** Call after a change. */
  write(run: Interpreter): void {
    if (this.unknown !== undefined) run.assign(this.names, UNNAMED, new Unknown(this.unknown));
    for (const [name, value] of [...this.names])
      if (this.kind(value) && !this.entries.has(`s${name}`)) run.assign(this.names, name, undefined);
    for (const [name, value] of this.entries.values()) {
      if (typeof name === "string" && this.names.get(name) !== value) run.assign(this.names, name, value);
    }
  }
}
