/** Objects that change no shape: contexts that are decorators too, and functions that give back what they get. */
import type { Arguments } from "../arguments.ts";
import { BoundMethod, Builtin, PyFunction } from "../callables.ts";
import { Native } from "../native.ts";
import type { Run } from "../run.ts";
import { Instance, Unknown, type Value } from "../value.ts";

/** `torch.no_grad`: called without a function it is a context, of a function the function itself. */
export class Harmless extends Native {
  readonly typeName: string;

  constructor(name: string) {
    super();
    this.typeName = name;
  }

  override call(_run: Run, args: Arguments): Value {
    const given = args.positional[0]?.value;
    return given !== undefined && isCallable(given) ? given : this;
  }

  override attribute(_run: Run, name: string): Value | undefined {
    if (name === "__enter__") return new Builtin(name, () => this);
    return name === "__exit__" ? new Builtin(name, () => false) : undefined;
  }
}

function isCallable(value: Value): boolean {
  return (
    value instanceof PyFunction || value instanceof Builtin || value instanceof BoundMethod || value instanceof Instance
  );
}

/** Gives back its first argument; of a call with options only, a decorator that does. */
export function identity(name: string): Builtin {
  return new Builtin(name, (_run, { positional }) => positional[0]?.value ?? identity(name));
}

export function answering(name: string, value: Value): Builtin {
  return new Builtin(name, () => value);
}

export function identities(names: string): [string, Value][] {
  return names.split(" ").map((name) => [name, identity(name)]);
}

export function contexts(names: string): [string, Value][] {
  return names.split(" ").map((name) => [name, new Harmless(name)]);
}

export function nothings(names: string): [string, Value][] {
  return names.split(" ").map((name) => [name, answering(name, null)]);
}

export function unknowns(names: string): [string, Value][] {
  return names.split(" ").map((name) => [name, new Unknown(`${name} is not followed`)]);
}
