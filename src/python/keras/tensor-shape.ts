/** `tf.TensorShape`: a tuple of sizes with methods of its own. */
import { Builtin } from "../callables.ts";
import { itemsOf } from "../tensors/sizes.ts";
import { List, Tuple, type TupleKind, Unknown, type Value } from "../value.ts";

type Answer = (items: readonly Value[], given: Value) => Value;

const methods: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ["as_list", (items) => new List([...items])],
  ["num_elements", (items) => product(items)],
  ["is_fully_defined", (items) => items.every((size) => size !== null)],
  ["concatenate", (items, given) => joined(items, given)],
  ...["with_rank", "with_rank_at_least", "merge_with"].map((name): [string, Answer] => [
    name,
    (items) => shapeOf(items),
  ]),
  ...["assert_has_rank", "assert_is_compatible_with", "assert_is_fully_defined"].map((name): [string, Answer] => [
    name,
    () => null,
  ]),
]);

const kind: TupleKind = {
  inSlices: true,
  attribute(items, name) {
    if (name === "ndims" || name === "rank") return items.length;
    if (name === "dims") return new List([...items]);
    const answer = methods.get(name);
    return answer && new Builtin(name, (_run, { positional }) => answer(items, positional[0]?.value ?? null));
  },
};

export function shapeOf(items: readonly Value[]): Tuple {
  return new Tuple(items, kind);
}

function product(items: readonly Value[]): Value {
  if (items.includes(null)) return null;
  const odd = items.find((size) => typeof size !== "number");
  if (odd !== undefined) return odd instanceof Unknown ? odd : new Unknown("a size is not known");
  return (items as readonly number[]).reduce((all, size) => all * size, 1);
}

function joined(items: readonly Value[], given: Value): Value {
  const others = itemsOf(given);
  return others === undefined ? new Unknown("a shape is not known") : shapeOf([...items, ...others]);
}

/** `tf.TensorShape([None, 4])`. */
export const tensorShape = new Builtin("TensorShape", (_run, { positional, named }) => {
  const items = itemsOf(positional[0]?.value ?? named.get("dims")?.value ?? null);
  return items === undefined ? new Unknown("a shape is not known") : shapeOf(items);
});
