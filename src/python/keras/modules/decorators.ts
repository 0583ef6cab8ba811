/** Decorators that leave what they decorate as it is: `@tf.function`, `@register_keras_serializable()`. */
import { BoundMethod, Builtin, PyFunction } from "../../callables.ts";
import { PyClass } from "../../py-class.ts";
import { Unknown, type Value } from "../../value.ts";

/** Bare, or called with options first. */
export function leavingAsIs(name: string): Builtin {
  const same = new Builtin(name, (_run, args) => args.positional[0]?.value ?? new Unknown(`${name} decorates nothing`));
  return new Builtin(name, (_run, args) => {
    const first = args.positional[0]?.value;
    return isDefinition(first) ? first : same;
  });
}

function isDefinition(value: Value | undefined): value is PyClass | PyFunction | BoundMethod | Builtin {
  return (
    value instanceof PyClass || value instanceof PyFunction || value instanceof BoundMethod || value instanceof Builtin
  );
}
