/** Values whose behaviour is written in TypeScript: tensors, `torch.Size`, devices. */
import type { Arguments } from "./arguments.ts";
import type { PyClass } from "./py-class.ts";
import type { Run } from "./run.ts";
import type { Site } from "./site.ts";
import type { Value } from "./value.ts";

/** A value whose behaviour is written in TypeScript: a tensor, a `torch.Size`, a device. What it leaves out is unknown. */
export abstract class Native {
  /** Python's name of its type: `Tensor`. */
  abstract readonly typeName: string;

  attribute(_run: Run, _name: string): Value | undefined {
    return undefined;
  }

  /** What `copy.deepcopy` makes of it; what cannot be changed stays itself. */
  deepCopy(): Native {
    return this;
  }

  setAttribute(_run: Run, _name: string, _value: Value): void {}

  call(_run: Run, _args: Arguments, _site: Site): Value | undefined {
    return undefined;
  }

  item(_run: Run, _key: Value, _site: Site): Value | undefined {
    return undefined;
  }

  setItem(_run: Run, _key: Value, _value: Value, _site: Site): void {}

  /** `self OP other`, or `other OP self` if `reflected`; `operator` as Python writes it: `+`, `@`, `//`, `<`. */
  binary(_run: Run, _operator: string, _other: Value, _reflected: boolean, _site: Site): Value | undefined {
    return undefined;
  }

  unary(_run: Run, _operator: string, _site: Site): Value | undefined {
    return undefined;
  }

  /** What `str` makes of it, if that is no text that we know. */
  text(): Native | undefined {
    return undefined;
  }

  /** The one number that it holds, for `int` and `float`. */
  number(): Value | undefined {
    return undefined;
  }

  /** What a loop over it sees; `undefined`: it cannot be known. */
  iterate(_run: Run): readonly Value[] | undefined {
    return undefined;
  }

  /** What each round of a loop over it sees, where it is not known how many there are, one at least; `site`: of the loop. */
  round(_run: Run, _site: Site): Value | undefined {
    return undefined;
  }

  /** Why nothing can go through it; `undefined`: something can, or it is not known. */
  closed(_run: Run): string | undefined {
    return undefined;
  }

  length(_run: Run): Value | undefined {
    return undefined;
  }

  truth(_run: Run): boolean | undefined {
    return undefined;
  }

  /** What it is if it may be this or the other; `undefined`: nothing that both agree on. */
  merge(_run: Run, _other: Value): Value | undefined {
    return undefined;
  }

  /** Its class, for `isinstance` and `type`. */
  pyClass(): PyClass | undefined {
    return undefined;
  }
}
