/** `itertools`, with results that are made at once. */
import { type Arguments, argumentsOf } from "../arguments.ts";
import { Builtin } from "../callables.ts";
import { Iterator } from "../evaluate/iterator.ts";
import { Native } from "../native.ts";
import { orElse } from "../or-else.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { type Module, Tuple, Unknown, type Value } from "../value.ts";
import { moduleOf } from "./module-of.ts";
import { argument, valuesOf } from "./read-arguments.ts";

const NOT_KNOWN = "what it goes through is not known";
const MOST = 100_000;

/** A function of the items of all its arguments. */
function overAll(
  name: string,
  use: (lists: readonly (readonly Value[])[], run: Run) => readonly Value[] | undefined,
): Builtin {
  return new Builtin(name, (run, args, site) => {
    const lists = valuesOf(args).map((value) => run.iterate(value, site));
    if (lists.includes(undefined) || args.open) return new Unknown(NOT_KNOWN);
    return iteratorOf(run, use(lists as readonly (readonly Value[])[], run));
  });
}

function iteratorOf(run: Run, items: readonly Value[] | undefined): Value {
  if (items === undefined || items.length > MOST) return new Unknown(NOT_KNOWN);
  run.spend(items.length);
  return new Iterator(items);
}

function products(lists: readonly (readonly Value[])[]): readonly Value[] | undefined {
  if (lists.reduce((total, list) => total * list.length, 1) > MOST) return undefined;
  const rows = lists.reduce<Value[][]>((made, list) => made.flatMap((row) => list.map((item) => [...row, item])), [[]]);
  return rows.map((row) => new Tuple(row));
}

const product = new Builtin("product", (run, args, site) => {
  const lists = valuesOf(args).map((value) => run.iterate(value, site));
  const times = args.named.get("repeat")?.value ?? 1;
  if (lists.includes(undefined) || typeof times !== "number" || times > 20) return new Unknown(NOT_KNOWN);
  return iteratorOf(run, products(Array.from({ length: times }, () => lists as (readonly Value[])[]).flat()));
});

/** A function of one list and a number. */
const MOST_CHOSEN = 5_000;

function choosing(name: string, choose: (items: readonly Value[], count: number) => Value[][] | undefined): Builtin {
  return new Builtin(name, (run, args, site) => {
    const items = run.iterate(argument(args, 0) ?? null, site);
    const count = argument(args, 1, "r") ?? items?.length;
    const chosen = items && typeof count === "number" && items.length <= 20 ? choose(items, count) : undefined;
    return iteratorOf(
      run,
      chosen?.map((row) => new Tuple(row)),
    );
  });
}

function combinations(items: readonly Value[], count: number): Value[][] | undefined {
  if (waysToChoose(items.length, count) > MOST_CHOSEN) return undefined;
  if (count === 0) return [[]];
  return items.flatMap((item, index) =>
    (combinations(items.slice(index + 1), count - 1) ?? []).map((rest) => [item, ...rest]),
  );
}

function waysToChoose(from: number, count: number): number {
  let ways = 1;
  for (let taken = 0; taken < count; taken++) ways = (ways * (from - taken)) / (taken + 1);
  return ways;
}

function permutations(items: readonly Value[], count: number): Value[][] | undefined {
  if (items.length > 7) return undefined;
  if (count === 0) return [[]];
  return items.flatMap((item, index) =>
    (permutations(items.toSpliced(index, 1), count - 1) ?? []).map((rest) => [item, ...rest]),
  );
}

const accumulate = new Builtin("accumulate", (run, args, site) => {
  const items = run.iterate(argument(args, 0) ?? null, site);
  const callee = argument(args, 1, "func");
  if (items === undefined) return new Unknown(NOT_KNOWN);
  const sums: Value[] = [];
  for (const item of items) {
    const before = sums.at(-1);
    sums.push(before === undefined ? item : together(run, callee, before, item, site));
  }
  return new Iterator(sums);
});

function together(run: Run, callee: Value | undefined, before: Value, item: Value, site: Site): Value {
  return callee === undefined ? run.binary("+", before, item, site) : run.call(callee, argumentsOf(before, item), site);
}

const slice = new Builtin("islice", (run, args, site) => {
  const [source, ...bounds] = valuesOf(args);
  const items = run.iterate(source ?? null, site);
  if (items === undefined || bounds.some((bound) => bound !== null && typeof bound !== "number"))
    return new Unknown(NOT_KNOWN);
  const [first, second, step = 1] = bounds as (number | null)[];
  const [from, to] = second === undefined ? [0, first ?? items.length] : [first ?? 0, second ?? items.length];
  return new Iterator(items.slice(from, to).filter((_, index) => index % (step ?? 1) === 0));
});

const repeat = new Builtin("repeat", (run, args) => {
  const [item, times] = [argument(args, 0) ?? null, argument(args, 1, "times")];
  if (typeof times !== "number" || times > MOST) return new Unknown("it is repeated without end");
  return iteratorOf(
    run,
    Array.from({ length: Math.max(times, 0) }, () => item),
  );
});

const longest = new Builtin("zip_longest", (run, args, site) => {
  const lists = valuesOf(args).map((value) => run.iterate(value, site));
  if (lists.includes(undefined)) return new Unknown(NOT_KNOWN);
  const fill = args.named.get("fillvalue")?.value ?? null;
  const length = Math.max(0, ...lists.map((list) => list?.length ?? 0));
  return iteratorOf(
    run,
    Array.from({ length }, (_, index) => new Tuple(lists.map((list) => orElse(list?.[index], () => fill)))),
  );
});

const pairs = new Builtin("pairwise", (run, args, site) => {
  const items = run.iterate(argument(args, 0) ?? null, site);
  return iteratorOf(
    run,
    items?.slice(1).map((item, index) => new Tuple([items[index] as Value, item])),
  );
});

const chainItems = new Builtin("from_iterable", (run, args, site) => {
  const lists = run.iterate(argument(args, 0) ?? null, site)?.map((value) => run.iterate(value, site));
  return iteratorOf(
    run,
    lists === undefined || lists.includes(undefined) ? undefined : lists.flatMap((list) => list ?? []),
  );
});

/** `chain(a, b)`, and `chain.from_iterable(lists)`. */
class Chain extends Native {
  readonly typeName = "chain";
  private readonly joined = overAll("chain", (lists) => lists.flat());

  override call(run: Run, args: Arguments, site: Site): Value {
    return this.joined.call(run, args, site);
  }

  override attribute(_run: Run, name: string): Value | undefined {
    return name === chainItems.name ? chainItems : undefined;
  }
}

export function itertoolsModule(): Module {
  return moduleOf("itertools", [
    ["chain", new Chain()],
    product,
    accumulate,
    slice,
    repeat,
    longest,
    pairs,
    choosing("combinations", combinations),
    choosing("permutations", permutations),
  ]);
}
