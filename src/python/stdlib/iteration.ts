/** Builtins that go through things: `zip`, `map`, `sorted`, `sum`. */
import { type Arguments, argumentsOf } from "../arguments.ts";
import { Builtin } from "../callables.ts";
import { Iterator } from "../evaluate/iterator.ts";
import { Range } from "../evaluate/range.ts";
import { orElse } from "../or-else.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { roundOf, Stream } from "../stream.ts";
import { Instance, List, Tuple, Unknown, type Value } from "../value.ts";
import { argument, valuesOf } from "./read-arguments.ts";
import { mergeSort } from "./sorting.ts";

const NOT_KNOWN = "what it goes through is not known";

function why(value: Value | undefined): Unknown {
  return value instanceof Unknown ? value : new Unknown(NOT_KNOWN);
}

/** What is surely no whole number. */
function isNoNumber(value: Value): boolean {
  if (value instanceof Instance)
    return value.cls.find("__index__") === undefined && value.cls.unknownBase === undefined;
  return value === null || typeof value === "string" || value instanceof List || value instanceof Tuple;
}

/** A function of the items of its first argument. */
function overItems(
  name: string,
  use: (items: readonly Value[], run: Run, args: Arguments, site: Site) => Value,
): Builtin {
  return new Builtin(name, (run, args, site) => {
    const first = argument(args, 0, "iterable");
    const items = first === undefined ? [] : run.iterate(first, site);
    return items === undefined ? why(first) : use(items, run, args, site);
  });
}

export const range = new Builtin("range", (run, args, site) => {
  const values = valuesOf(args);
  if (values.some(isNoNumber)) run.raise("TypeError", "this object cannot be interpreted as an integer", site);
  const unknown = values.find((value) => typeof value !== "number" && typeof value !== "boolean");
  if (args.open || unknown !== undefined) return why(unknown);
  const [first = 0, second, step = 1] = values.map(Number);
  if (step === 0) return why(undefined);
  return second === undefined ? new Range(0, first, 1) : new Range(first, second, step);
});

const zip = new Builtin("zip", (run, args, site) => {
  const lists = valuesOf(args).map((value) => run.iterate(value, site));
  if (args.open || lists.includes(undefined)) return zippedStreams(run, { values: valuesOf(args), lists, site });
  const length = lists.length === 0 ? 0 : Math.min(...lists.map((list) => list?.length ?? 0));
  run.spend(length);
  return new Iterator(Array.from({ length }, (_, index) => new Tuple(lists.map((list) => list?.[index] as Value))));
});

interface Zipped {
  readonly values: readonly Value[];
  readonly lists: readonly (readonly Value[] | undefined)[];
  readonly site: Site;
}

/** What each round sees of streams beside lists. */
function zippedStreams(run: Run, { values, lists, site }: Zipped): Value {
  const rounds = values.map((value) => roundOf(run, value, site));
  const unknown = values.find((_, index) => lists[index] === undefined && rounds[index] === undefined);
  if (unknown !== undefined) return why(unknown);
  return new Stream(new Tuple(rounds.map((round) => round ?? new Unknown(NOT_KNOWN))));
}

const enumerate = new Builtin("enumerate", (run, args, site) => {
  const source = argument(args, 0, "iterable");
  const round = roundOf(run, source, site);
  if (round !== undefined) return new Stream(new Tuple([new Unknown("which round it is is not known"), round]));
  const items = source === undefined ? undefined : run.iterate(source, site);
  if (items === undefined) return why(source);
  const start = argument(args, 1, "start") ?? 0;
  return new Iterator(items.map((item, index) => new Tuple([run.binary("+", index, start, site), item])));
});

const map = new Builtin("map", (run, args, site) => {
  const [callee, ...sources] = valuesOf(args);
  const lists = sources.map((value) => run.iterate(value, site));
  if (callee === undefined || lists.includes(undefined)) return why(sources[lists.indexOf(undefined)]);
  const length = Math.min(...lists.map((list) => list?.length ?? 0));
  const results = Array.from({ length }, (_, index) =>
    run.call(callee, argumentsOf(...lists.map((list) => list?.[index] as Value)), site),
  );
  return new Iterator(results);
});

const filter = new Builtin("filter", (run, args, site) => {
  const [test, source] = valuesOf(args);
  const items = source === undefined ? undefined : run.iterate(source, site);
  if (test === undefined || items === undefined) return why(source);
  const kept = items.map((item) => run.truth(test === null ? item : run.call(test, argumentsOf(item), site)));
  return kept.includes(undefined)
    ? new Unknown("which items are kept is not known")
    : new Iterator(items.filter((_, index) => kept[index]));
});

const sorted = overItems("sorted", (items, run, args, site) => {
  const result = mergeSort(run, items, argument(args, 1, "key") ?? null, site);
  const reverse = run.truth(argument(args, 2, "reverse") ?? false);
  if (result === undefined || reverse === undefined) return new List([], "its order is not known");
  return new List(reverse ? result.reverse() : result);
});

const sum = overItems("sum", (items, run, args, site) =>
  items.reduce((total, item) => run.binary("+", total, item, site), argument(args, 1, "start") ?? 0),
);

/** `min` and `max`, of one iterable or of their arguments. */
function extreme(name: string, operator: string): Builtin {
  return new Builtin(name, (run, args, site) => {
    const values = valuesOf(args);
    const [first] = values;
    const items = values.length === 1 && first !== undefined ? run.iterate(first, site) : values;
    if (items === undefined || args.open) return why(first);
    const key = args.named.get("key")?.value ?? null;
    const [start, ...rest] = items;
    if (start === undefined)
      return orElse(args.named.get("default")?.value, () =>
        run.raise("ValueError", `${name}() arg is an empty sequence`, site),
      );
    const keyOf = (item: Value): Value => (key === null ? item : run.call(key, argumentsOf(item), site));
    return rest.reduce(
      (best, item) => better(run, best, item, run.compare(operator, keyOf(item), keyOf(best), site)),
      start,
    );
  });
}

function better(run: Run, best: Value, item: Value, isBetter: Value): Value {
  const truth = run.truth(isBetter);
  return truth === undefined ? new Unknown("which is the larger one is not known") : truth ? item : best;
}

/** `any` and `all`: decided by the first item that is surely `decisive`. */
function quantifier(name: string, decisive: boolean): Builtin {
  return overItems(name, (items, run) => {
    const truths = items.map((item) => run.truth(item));
    if (truths.includes(decisive)) return decisive;
    return truths.includes(undefined) ? new Unknown("the truth of an item is not known") : !decisive;
  });
}

const next = new Builtin("next", (run, args, site) => {
  const [iterator, otherwise] = [argument(args, 0), argument(args, 1)];
  const round = roundOf(run, iterator, site);
  if (round !== undefined) return round;
  if (iterator instanceof Iterator)
    return orElse(iterator.next(run), () => orElse(otherwise, () => run.raise("StopIteration", "", site)));
  const method = iterator instanceof Instance ? iterator.cls.find("__next__") : undefined;
  return method === undefined ? why(iterator) : run.call(method, argumentsOf(iterator as Value), site);
});

const iter = new Builtin("iter", (run, args, site) => {
  const value = argument(args, 0);
  const isIterator = value instanceof Iterator && value.length() === undefined;
  if (isIterator || roundOf(run, value, site) !== undefined) return value ?? null;
  const items = value === undefined ? undefined : run.iterate(value, site);
  if (items !== undefined) return new Iterator(items);
  const isByIndex = value instanceof Instance && value.cls.find("__iter__") === undefined;
  return isByIndex && value.cls.find("__getitem__") !== undefined ? new Stream(run.item(value, 0, site)) : why(value);
});

export const iterationBuiltins: readonly Builtin[] = [
  range,
  zip,
  enumerate,
  map,
  filter,
  sorted,
  sum,
  extreme("min", "<"),
  extreme("max", ">"),
  quantifier("any", true),
  quantifier("all", false),
  next,
  iter,
  overItems("reversed", (items) => new Iterator(items.toReversed())),
  new Builtin("len", (run, args, site) => run.length(argument(args, 0) ?? null, site)),
];
