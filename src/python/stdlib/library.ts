/** Modules of Python's own library, and the few functions of NumPy, SciPy and scikit-learn, that model files use. */
import type { Module, Value } from "../value.ts";
import { argparseModule } from "./argparse.ts";
import { builtinNames } from "./builtins.ts";
import { collectionsModule } from "./collections.ts";
import { copyModule } from "./copy.ts";
import { dataclassesModule, enumModule } from "./dataclasses.ts";
import { functoolsModule } from "./functools.ts";
import { inspectModule } from "./inspect.ts";
import { itertoolsModule } from "./itertools.ts";
import { mathModule } from "./math.ts";
import { moduleOf } from "./module-of.ts";
import { scientificLinearAlgebra } from "./numpy/matrices.ts";
import { numpyModule } from "./numpy/module.ts";
import { operatorModule } from "./operator.ts";
import { progressBars } from "./progress-bars.ts";
import { regularExpressionsModule } from "./regular-expressions.ts";
import { modelSelectionModule } from "./scikit-learn.ts";
import { abcModule, contextlibModule, numbersModule, typesModule, typingModule } from "./typing.ts";
import { osModule, stringModule, sysModule, worldModule } from "./world.ts";

const MAKERS: Readonly<Record<string, () => Module>> = {
  abc: abcModule,
  argparse: argparseModule,
  collections: collectionsModule,
  "collections.abc": () => typingModule("collections.abc"),
  contextlib: contextlibModule,
  copy: copyModule,
  dataclasses: dataclassesModule,
  enum: enumModule,
  functools: functoolsModule,
  inspect: inspectModule,
  itertools: itertoolsModule,
  math: mathModule,
  numbers: numbersModule,
  numpy: numpyModule,
  operator: operatorModule,
  os: osModule,
  re: regularExpressionsModule,
  "scipy.linalg": scientificLinearAlgebra,
  "six.moves": formerBuiltins,
  "sklearn.model_selection": modelSelectionModule,
  string: stringModule,
  sys: sysModule,
  tqdm: () => progressBars("tqdm"),
  "tqdm.auto": () => progressBars("tqdm.auto"),
  "tqdm.notebook": () => progressBars("tqdm.notebook"),
  types: typesModule,
  typing: () => typingModule("typing", calledTypes()),
  typing_extensions: () => typingModule("typing_extensions", calledTypes()),
};

/** For what runs on Python 2 as well: `from six.moves import range`. */
function formerBuiltins(): Module {
  const range = builtinNames.get("range");
  const same = ["range", "zip", "map", "filter", "reduce", "input"].flatMap((name): [string, Value][] => {
    const value = builtinNames.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return moduleOf("six.moves", [...same, ...(range ? [["xrange", range] as [string, Value]] : [])]);
}

/** Whether it is a package that has to be installed: a file of the workspace is hardly meant to stand in for it. */
export function isInstalled(name: string): boolean {
  return name === "numpy" || name === "scipy" || name === "sklearn";
}

/** Types of `typing` that can be called as well: `OrderedDict()` makes one. */
function calledTypes(): [string, Value][] {
  const { names } = collectionsModule();
  const aliases = { OrderedDict: "OrderedDict", Counter: "Counter", DefaultDict: "defaultdict", Deque: "deque" };
  return Object.entries(aliases).flatMap(([alias, name]): [string, Value][] => {
    const value = names.get(name);
    return value === undefined ? [] : [[alias, value]];
  });
}

const made = new Map<string, Module>();

/** `undefined`: a library that we do not know. */
export function libraryModule(name: string): Module | undefined {
  const known = made.get(name);
  if (known !== undefined) return known;
  const module = Object.hasOwn(MAKERS, name) ? MAKERS[name]?.() : worldModule(name);
  if (module !== undefined) made.set(name, module);
  return module;
}
