/** `object.__dict__`: a dict in which whatever is changed becomes an attribute. */
import { Dict, type Value } from "../value.ts";
import type { Interpreter } from "./interpreter.ts";

export class LiveDict extends Dict {
  private readonly names: Map<string, Value>;

  constructor(names: Map<string, Value>) {
    super(new Map([...names].map(([name, value]) => [`s${name}`, [name, value] as const])));
    this.names = names;
  }

  /** Call after a change. */
  write(run: Interpreter): void {
    for (const name of [...this.names.keys()])
      if (!this.entries.has(`s${name}`)) run.assign(this.names, name, undefined);
    for (const [name, value] of this.entries.values()) {
      if (typeof name === "string" && this.names.get(name) !== value) run.assign(this.names, name, value);
    }
  }
}
