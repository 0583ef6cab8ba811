/** `torch.utils.data.DataLoader`: batches of examples, of which the first is followed. */
import { type Dim, Symbolic } from "../../../tensor/dim.ts";
import type { Arguments } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import { Native } from "../../native.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { NumberArray } from "../../stdlib/numpy/array.ts";
import { type Bound, bind } from "../../tensors/signature.ts";
import { dimFrom, sizeFrom } from "../../tensors/sizes.ts";
import { unknownSize } from "../../tensors/unknown-size.ts";
import { Dict, Float, List, Tuple, Unknown, type Value } from "../../value.ts";

import { TorchTensor } from "../tensor.ts";
import { Dataset, exampleOf } from "./datasets.ts";

const signature =
  "dataset, batch_size=1, shuffle=None, sampler=None, batch_sampler=None, num_workers=0, collate_fn=None, pin_memory=False, drop_last=False";

class DataLoader extends Native {
  readonly typeName = "DataLoader";
  readonly #bound: Bound;
  readonly #site: Site;

  constructor(bound: Bound, site: Site) {
    super();
    this.#bound = bound;
    this.#site = site;
  }

  override attribute(_run: Run, name: string): Value | undefined {
    return this.#bound.takes(name) ? this.#bound.get(name) : undefined;
  }

  override round(run: Run, site: Site): Value {
    const [dataset, collate] = [this.#bound.get("dataset"), this.#bound.get("collate_fn")];
    if (collate !== null) return new Unknown("its batches are put together by a function of their own");
    const example = exampleOf(run, dataset, site);
    if (this.#bound.get("batch_size") === null) return example;
    const name = dataset instanceof Dataset ? dataset.facts.name : undefined;
    return collated(example, { size: this.#batchSize(run), dataset: name });
  }

  override length(run: Run): Value {
    const [count, size] = [this.#count(run), dimFrom(this.#bound.get("batch_size"))];
    const dropsLast = this.#bound.get("drop_last");
    if (count === undefined || typeof size !== "number" || typeof dropsLast !== "boolean" || this.#isSampled())
      return new Unknown("how many batches there are is not known");
    return dropsLast ? Math.floor(count / size) : Math.ceil(count / size);
  }

  #batchSize(run: Run): Dim {
    const [count, size] = [this.#count(run), sizeFrom(run, this.#bound.get("batch_size"))];
    if (this.#bound.get("batch_sampler") !== null) return unknownSize(run);
    return typeof size === "number" && count !== undefined ? Math.min(size, count) : size;
  }

  #count(run: Run): number | undefined {
    const dataset = this.#bound.get("dataset");
    if (dataset instanceof Unknown) return undefined;
    const count = dimFrom(run.length(dataset, this.#site));
    return typeof count === "number" ? count : undefined;
  }

  #isSampled(): boolean {
    return this.#bound.get("sampler") !== null || this.#bound.get("batch_sampler") !== null;
  }
}

interface Batch {
  readonly size: Dim;
  readonly dataset: string | undefined;
}

/** `default_collate`: tensors stacked, numbers as tensors, tuples, lists and dicts item by item. */
function collated(example: Value, batch: Batch): Value {
  const { size, dataset } = batch;
  if (example instanceof TorchTensor || example instanceof NumberArray) {
    const { shape, reason, dtype } = example;
    return new TorchTensor({ shape: shape && [size, ...shape], reason, dtype, dataset });
  }
  if (typeof example === "number" || example instanceof Symbolic)
    return new TorchTensor({ shape: [size], dtype: "int64" });
  if (example instanceof Float) return new TorchTensor({ shape: [size], dtype: "float64" });
  if (example instanceof Tuple) return new List(example.items.map((item) => collated(item, batch)));
  if (example instanceof List)
    return new List(
      example.items.map((item) => collated(item, batch)),
      example.unknown,
    );
  if (example instanceof Dict) return collatedDict(example, batch);
  return example instanceof Unknown ? example : new Unknown("how its examples are put together is not followed");
}

function collatedDict({ entries, unknown }: Dict, batch: Batch): Dict {
  return new Dict(new Map([...entries].map(([key, [name, value]]) => [key, [name, collated(value, batch)]])), unknown);
}

export const dataLoader = new Builtin("DataLoader", (_run, args: Arguments, site) => {
  return args.open ? new Unknown("what is loaded is not known") : new DataLoader(bind(signature, args), site);
});
