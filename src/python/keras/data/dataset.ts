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

/** What changes the order of the elements only, or gives them again. */
const reordering = ["shuffle", "repeat", "cache", "prefetch", "snapshot", "with_options"];
/** What leaves out elements or adds some. */
const counting = ["take", "skip", "shard", "filter", "ignore_errors", "concatenate", "as_numpy_iterator"];

const changes: ReadonlyMap<string, Change> = new Map<string, Change>([
  ...reordering.map((name): [string, Change] => [name, (_run, dataset) => dataset]),
  ...counting.map((name): [string, Change] => [
    name,
    (_run, { each, counts: { batch } }) => new Dataset(each, { batch: name === "take" ? batch : undefined }),
  ]),
  ["map", map],
  ["batch", batch],
  ["unbatch", (_run, { each }) => new Dataset(reshaped(each, (shape) => shape.slice(1)))],
  ["get_single_element", (_run, { each }) => each],
]);

/** What is known of how much it holds. */
interface Counts {
  /** How many examples there are, before they are put into batches. */
  readonly examples?: number | undefined;
  /** How many the first batch has. */
  readonly batch?: number | undefined;
}

export class Dataset extends Stream {
  override readonly typeName = "Dataset";
  readonly counts: Counts;

  constructor(each: Value, counts: Counts = {}) {
    super(each);
    this.counts = counts;
  }

  override attribute(_run: Run, name: string): Value | undefined {
    if (name === "element_spec") return this.each;
    const change = changes.get(name);
    return change && new Builtin(name, (run, args, site) => change(run, this, args, site));
  }
}

/** The function gets the parts of a tuple one by one. */
function map(run: Run, { each, counts }: Dataset, args: Arguments, site: Site): Value {
  const change = new Options(run, ["map_func"], args).present("map_func");
  if (change instanceof Stream) run.raise("TypeError", "map_func must be callable", site);
  if (change === undefined || change instanceof Unknown) return new Unknown("what is made of a data set is not known");
  const given = each instanceof Tuple ? each.items : [each];
  const handed = each instanceof Unknown ? { ...noArguments, open: true } : argumentsOf(...given);
  return new Dataset(elementOf(run.call(change, handed, site)), counts);
}

/** The last batch may be smaller, unless it is dropped. */
function batch(run: Run, { each, counts: { examples } }: Dataset, args: Arguments): Value {
  const options = new Options(run, ["batch_size", "drop_remainder"], args);
  const size = sizeFrom(run, options.present("batch_size") ?? null);
  const isWhole = options.flag("drop_remainder", false) === true && size !== undefined;
  const count = isWhole ? size : openSize(run, batchLetter);
  const first = typeof size === "number" && examples !== undefined ? Math.min(size, examples) : undefined;
  return new Dataset(
    reshaped(each, (shape) => [count, ...shape]),
    { batch: first },
  );
}
