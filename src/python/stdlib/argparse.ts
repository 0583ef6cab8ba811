/**
 * `argparse`, as if the program were started without options: each has its default. What has none, or `None`, has to be
 * given by somebody, and is unknown.
 */
import { argumentsOf } from "../arguments.ts";
import { Builtin } from "../callables.ts";
import { PyClass } from "../py-class.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { Dict, Instance, List, type Module, Tuple, Unknown, type Value } from "../value.ts";
import { moduleOf } from "./module-of.ts";
import { argument, valuesOf } from "./read-arguments.ts";

const fromCommandLine = new Unknown("it comes from the command line");

const namespaceClass = new PyClass(
  "Namespace",
  [],
  new Map<string, Value>([
    [
      "__init__",
      new Builtin("__init__", (run, args) => {
        const self = argument(args, 0) ?? null;
        for (const [name, { value }] of args.named) run.setAttribute(self, name, value);
        return null;
      }),
    ],
  ]),
);

/** The options that a parser knows with their defaults; groups of options share their parser's. */
function defaultsOf(parser: Value | undefined): Dict {
  if (parser instanceof Instance && parser.native instanceof Dict) return parser.native;
  return new Dict(new Map(), "the parser is not known");
}

function setDefault(run: Run, defaults: Dict, name: string, value: Value): void {
  run.alter(defaults, () => defaults.entries.set(`s${name}`, [name, value]));
}

const addArgument = new Builtin("add_argument", (run, args, site) => {
  const [parser, ...flags] = valuesOf(args);
  const defaults = defaultsOf(parser);
  const dest = destinationOf(flags, args.named.get("dest")?.value);
  if (dest === undefined || args.open) {
    run.alter(defaults, () => {
      defaults.unknown = fromCommandLine.reason;
    });
    return null;
  }
  setDefault(
    run,
    defaults,
    dest,
    defaultOf(run, (name) => args.named.get(name)?.value, site),
  );
  return null;
});

/** `--image-size` is the attribute `image_size`: of several flags the first long one counts. */
function destinationOf(flags: readonly Value[], dest: Value | undefined): string | undefined {
  const names = flags.filter((flag) => typeof flag === "string");
  if (typeof dest === "string") return dest;
  if (dest !== undefined || names.length < flags.length) return undefined;
  const chosen = names.find((name) => name.startsWith("--")) ?? names[0];
  return chosen?.replace(/^-+/, "").replaceAll("-", "_");
}

function defaultOf(run: Run, option: (name: string) => Value | undefined, site: Site): Value {
  const [value, action, type] = [option("default"), option("action"), option("type")];
  if (value === undefined && action === "store_true") return false;
  if (value === undefined && action === "store_false") return true;
  if (value === undefined || value === null) return fromCommandLine;
  // A default that is a text is read as if it had been given.
  return typeof value === "string" && type !== undefined ? run.call(type, argumentsOf(value), site) : value;
}

const setDefaults = new Builtin("set_defaults", (run, args) => {
  const defaults = defaultsOf(argument(args, 0));
  for (const [name, { value }] of args.named) setDefault(run, defaults, name, value);
  return null;
});

const addGroup = new Builtin("add_argument_group", (_run, args, site) => {
  const group = new Instance(parserClass, site);
  group.native = defaultsOf(argument(args, 0));
  return group;
});

function parse(run: Run, parser: Value | undefined, site: Site): Instance {
  const options = new Instance(namespaceClass, site);
  const { entries, unknown } = defaultsOf(parser);
  for (const [name, value] of entries.values()) {
    if (typeof name === "string") run.setAttribute(options, name, unknown === undefined ? value : fromCommandLine);
  }
  return options;
}

const parserClass: PyClass = new PyClass(
  "ArgumentParser",
  [],
  new Map<string, Value>([
    [
      "__init__",
      new Builtin("__init__", (_run, args) => {
        const self = argument(args, 0);
        if (self instanceof Instance) self.native = new Dict();
        return null;
      }),
    ],
    ["add_argument", addArgument],
    ["add_argument_group", addGroup],
    ["add_mutually_exclusive_group", addGroup],
    ["set_defaults", setDefaults],
    ["parse_args", new Builtin("parse_args", (run, args, site) => parse(run, argument(args, 0), site))],
    [
      "parse_known_args",
      new Builtin(
        "parse_known_args",
        (run, args, site) => new Tuple([parse(run, argument(args, 0), site), new List([])]),
      ),
    ],
  ]),
);

export function argparseModule(): Module {
  return moduleOf("argparse", [
    ["ArgumentParser", parserClass],
    ["Namespace", namespaceClass],
    ["SUPPRESS", "==SUPPRESS=="],
  ]);
}
