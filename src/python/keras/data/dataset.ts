/** `tf.data.Dataset`, as far as the shapes of its elements go. */
import { type Arguments, argumentsOf, noArguments } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { Stream } from "../../stream.ts";
import { Tuple, Unknown, type Value } from "../../value.ts";
import { Options } from "../options.ts";
import { batchLetter, openSize } from "../session.ts";
import { sizeFrom } from "../sizes.ts";
import { elementOf, reshaped } from "./element.ts";

type Change = (run: Run, dataset: Dataset, args: Arguments, site: Site) => Value;

/** What changes the order or the number of the elements only. */
const reordering = [
  "shuffle",
  "repeat",
  "cache",
  "prefetch",
  "take",
  "skip",
  "shard",
  "filter",
  "snapshot",
  "with_options",
  "ignore_errors",
  "concatenate",
  "as_numpy_iterator",
];

const changes: ReadonlyMap<string, Change> = new Map<string, Change>([
  ...reordering.map((name): [string, Change] => [name, (_run, dataset) => dataset]),
  ["map", map],
  ["batch", batch],
  ["unbatch", (_run, { each }) => new Dataset(reshaped(each, (shape) => shape.slice(1)))],
  ["get_single_element", (_run, { each }) => each],
]);

export class Dataset extends Stream {
  override readonly typeName = "Dataset";

  override attribute(_run: Run, name: string): Value | undefined {
    if (name === "element_spec") return this.each;
    const change = changes.get(name);
    return change && new Builtin(name, (run, args, site) => change(run, this, args, site));
  }
}

/** The function gets the parts of a tuple one by one. */
function map(run: Run, { each }: Dataset, args: Arguments, site: Site): Value {
  const change = new Options(run, ["map_func"], args).present("map_func");
  if (change instanceof Stream) run.raise("TypeError", "map_func must be callable", site);
  if (change === undefined || change instanceof Unknown) return new Unknown("what is made of a data set is not known");
  const given = each instanceof Tuple ? each.items : [each];
  const handed = each instanceof Unknown ? { ...noArguments, open: true } : argumentsOf(...given);
  return new Dataset(elementOf(run.call(change, handed, site)));
}

/** The last batch may be smaller, unless it is dropped. */
function batch(run: Run, { each }: Dataset, args: Arguments): Value {
  const options = new Options(run, ["batch_size", "drop_remainder"], args);
  const size = sizeFrom(run, options.present("batch_size") ?? null);
  const isWhole = options.flag("drop_remainder", false) === true && size !== undefined;
  const count = isWhole ? size : openSize(run, batchLetter);
  return new Dataset(reshaped(each, (shape) => [count, ...shape]));
}
