/** The few functions of NumPy that model files compute sizes and rates with. Arrays have one axis and hold numbers. */
import { Symbolic } from "../../tensor/dim.ts";
import { Builtin } from "../callables.ts";
import { Native } from "../native.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { Float, List, type Module, Tuple, Unknown, type Value } from "../value.ts";
import { mathModule, numberOf, realFunction, unknownOf } from "./math.ts";
import { moduleOf } from "./module-of.ts";
import { argument, valuesOf } from "./read-arguments.ts";

const LONGEST = 10_000;

/** `array`: numbers in a row. */
export class NumberArray extends Native {
  readonly typeName = "ndarray";
  readonly items: readonly Value[];

  constructor(items: readonly Value[]) {
    super();
    this.items = items;
  }

  override iterate(): readonly Value[] {
    return this.items;
  }

  override length(): Value {
    return this.items.length;
  }

  override item(run: Run, key: Value, site: Site): Value {
    const found = run.item(new Tuple(this.items), key, site);
    return found instanceof Tuple ? new NumberArray(found.items) : found;
  }

  override binary(run: Run, operator: string, other: Value, reflected: boolean, site: Site): Value | undefined {
    const sign = operator.replace(/=$/, "");
    if (!/^(\+|-|\*|\/|\/\/|%|\*\*)$/.test(sign)) return undefined;
    const others = other instanceof NumberArray ? other.items : this.items.map(() => other);
    if (others.length !== this.items.length) return undefined;
    const pair = (a: Value, b: Value): Value =>
      reflected ? run.binary(sign, b, a, site) : run.binary(sign, a, b, site);
    return new NumberArray(this.items.map((item, index) => pair(item, others[index] as Value)));
  }

  override attribute(run: Run, name: string): Value | undefined {
    if (name === "shape") return new Tuple([this.items.length]);
    if (name === "size") return this.items.length;
    if (name === "ndim") return 1;
    const reduce = REDUCTIONS[name];
    if (reduce) return new Builtin(name, (_run, _args, site) => reduce(run, this.items, site));
    if (name === "tolist") return new Builtin(name, () => new List([...this.items]));
    return name === "astype" ? new Builtin(name, (_run, args) => this.astype(argument(args, 0))) : undefined;
  }

  private astype(type: Value | undefined): Value {
    const whole = /int/.test(String((type as { name?: string } | undefined)?.name ?? type));
    return new NumberArray(this.items.map((item) => (whole ? Math.trunc(numberOf(item) ?? Number.NaN) : item)));
  }
}

const REDUCTIONS: Readonly<Record<string, (run: Run, items: readonly Value[], site: Site) => Value>> = {
  sum: (run, items, site) => items.reduce((total, item) => run.binary("+", total, item, site), 0),
  prod: (run, items, site) => items.reduce((total, item) => run.binary("*", total, item, site), 1),
  max: (run, items, site) => extreme(run, items, ">", site),
  min: (run, items, site) => extreme(run, items, "<", site),
  mean: (run, items, site) =>
    run.binary(
      "/",
      items.reduce((total, item) => run.binary("+", total, item, site), 0),
      items.length,
      site,
    ),
};

function extreme(run: Run, items: readonly Value[], operator: string, site: Site): Value {
  const [first, ...rest] = items;
  if (first === undefined) return new Unknown("an empty array has no extreme");
  return rest.reduce((best, item) => {
    const better = run.truth(run.compare(operator, item, best, site));
    return better === undefined ? new Unknown("which is the larger one is not known") : better ? item : best;
  }, first);
}

/** A reduction of a list, an array or one number. */
function reduction(name: string): Builtin {
  return new Builtin(name, (run, args, site) => {
    const value = argument(args, 0) ?? null;
    if (args.positional.length > 1 || args.named.size > 0)
      return new Unknown("a reduction along an axis is not followed");
    if (numberOf(value) !== undefined || value instanceof Symbolic) return value;
    const items = run.iterate(value, site);
    return items === undefined
      ? unknownOf(value)
      : (REDUCTIONS[name]?.(run, items, site) ?? new Unknown("not followed"));
  });
}

/** A function of each number. */
function elementwise(name: string, use: (value: number) => number): Builtin {
  return new Builtin(name, (_run, args) => {
    const value = argument(args, 0);
    const on = (item: Value | undefined): Value => {
      if (item instanceof Symbolic && (name === "ceil" || name === "floor")) return item;
      const number = numberOf(item);
      return number === undefined || Number.isNaN(use(number)) ? unknownOf(item) : new Float(use(number));
    };
    if (value instanceof NumberArray || value instanceof List || value instanceof Tuple)
      return new NumberArray(value.items.map(on));
    return on(value);
  });
}

const array = new Builtin("array", (run, args, site) => {
  const value = argument(args, 0) ?? null;
  const items = numberOf(value) === undefined ? run.iterate(value, site) : undefined;
  if (items === undefined || !items.every((item) => numberOf(item) !== undefined || item instanceof Symbolic))
    return new Unknown("this array is not followed");
  return new NumberArray(items);
});

const arange = new Builtin("arange", (_run, args) => {
  const values = valuesOf(args);
  const numbers = values.map(numberOf);
  if (numbers.includes(undefined)) return unknownOf(values[numbers.indexOf(undefined)]);
  const [first = 0, second, step = 1] = numbers as number[];
  const [from, to] = second === undefined ? [0, first] : [first, second];
  const length = Math.max(0, Math.ceil((to - from) / step));
  if (!(length <= LONGEST)) return new Unknown("the array is too long to follow");
  const whole = values.every((value) => typeof value === "number");
  return new NumberArray(
    Array.from({ length }, (_, index) => (whole ? from + index * step : new Float(from + index * step))),
  );
});

const linspace = new Builtin("linspace", (_run, args) => {
  const [from, to] = [numberOf(argument(args, 0, "start")), numberOf(argument(args, 1, "stop"))];
  const count = argument(args, 2, "num") ?? 50;
  if (from === undefined || to === undefined || typeof count !== "number" || count > LONGEST)
    return new Unknown("the numbers are not known");
  const step = count > 1 ? (to - from) / (count - 1) : 0;
  return new NumberArray(
    Array.from({ length: count }, (_, index) => new Float(index === count - 1 && count > 1 ? to : from + index * step)),
  );
});

function halfEven(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value);
}

/** What NumPy does to an array whose shape alone is known is the array's own method of that name. */
const METHODS = "expand_dims reshape transpose squeeze swapaxes moveaxis repeat tile ravel".split(" ");

function methodOf(name: string): Builtin {
  return new Builtin(name, (run, args, site) => {
    const [first, ...positional] = args.positional;
    const method = first?.value instanceof Native ? first.value.attribute(run, name) : undefined;
    if (method === undefined) return new Unknown(`what numpy.${name} gives is not known`);
    return run.call(method, { ...args, positional }, site);
  });
}

export function numpyModule(): Module {
  const { names } = mathModule();
  const reals = (["sqrt", "exp", "log", "log2", "log10", "sin", "cos", "tan", "abs"] as const).map((name) =>
    elementwise(name, Math[name]),
  );
  return moduleOf("numpy", [
    ...reals,
    elementwise("ceil", Math.ceil),
    elementwise("floor", Math.floor),
    elementwise("round", halfEven),
    elementwise("rint", halfEven),
    realFunction("power", Math.pow),
    ...["prod", "sum", "max", "min", "mean"].map(reduction),
    ...METHODS.map(methodOf),
    array,
    ["asarray", array],
    arange,
    linspace,
    ["pi", names.get("pi") as Value],
    ["inf", names.get("inf") as Value],
    ["newaxis", null],
  ]);
}
