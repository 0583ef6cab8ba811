/** `re`, by JavaScript's regular expressions where the two languages mean the same; anything else is unknown. */
import { withFirst } from "../arguments.ts";
import { Builtin } from "../callables.ts";
import { Native } from "../native.ts";
import type { Run } from "../run.ts";
import { Dict, List, type Module, Tuple, Unknown, type Value } from "../value.ts";
import { moduleOf } from "./module-of.ts";
import { argument } from "./read-arguments.ts";

const NOT_KNOWN = "what the regular expression finds is not known";

/** Nothing but plain ASCII: beyond it the languages differ in what a letter, a digit or a line's end is. */
const PLAIN = /^[\x20-\x7e]*$/;

/** The parts of a pattern that JavaScript reads in another way, or not at all. */
const FOREIGN = /\(\?(?![:P=!])|\(\?P[^<]|\\[ABZ0-9pPkug]|\[\^?\]/;

function translate(pattern: string): string | undefined {
  return PLAIN.test(pattern) && !FOREIGN.test(pattern) ? pattern.replaceAll("(?P<", "(?<") : undefined;
}

/**
 * A search can try every way to share the text among the repetitions, and more where a repeated group holds one: those are
 * left alone, so that no pattern holds up the editor.
 */
function isQuick(pattern: string, text: string): boolean {
  const repetitions = pattern.match(/[*+?{]/g)?.length ?? 0;
  return !/\)[*+{]/.test(pattern) && (text.length + 1) ** Math.max(1, repetitions) <= 1e6;
}

function compile(pattern: Value | undefined, text: Value | undefined, flags: string): [RegExp, string] | undefined {
  const source = pattern instanceof Pattern ? pattern.source : pattern;
  if (typeof source !== "string" || typeof text !== "string") return undefined;
  if (!PLAIN.test(text) || !isQuick(source, text)) return undefined;
  const translated = translate(source);
  try {
    return translated === undefined ? undefined : [new RegExp(translated, flags), text];
  } catch {
    return undefined;
  }
}

type Use = (found: [RegExp, string], run: Run, args: Parameters<Builtin["call"]>[1]) => Value;

function using(name: string, flags: string, use: Use, textAt = 1): Builtin {
  return new Builtin(name, (run, args) => {
    const given = argument(args, textAt + 1, "flags") ?? argument(args, textAt + 2);
    const found =
      given === undefined ? compile(argument(args, 0, "pattern"), argument(args, textAt, "string"), flags) : undefined;
    return found === undefined ? new Unknown(NOT_KNOWN) : use(found, run, args);
  });
}

const AROUND = { search: ["", ""], match: ["^(?:", ")"], fullmatch: ["^(?:", ")$"] } as const;

function matching(name: keyof typeof AROUND): Builtin {
  const [before, behind] = AROUND[name];
  return using(name, "", ([{ source }, text]) => {
    const found = new RegExp(before + source + behind).exec(text);
    return found === null ? null : new Match(found);
  });
}

const split = using("split", "", ([expression, text]) => {
  // An empty match splits in Python between all letters and at both ends.
  if (expression.test("")) return new Unknown(NOT_KNOWN);
  return new List((text.split(expression) as (string | undefined)[]).map((part) => part ?? null));
});

const findAll = using("findall", "g", ([expression, text]) => {
  const found = [...text.matchAll(expression)].map(([whole, ...groups]): Value => {
    const texts = groups.map((group) => group ?? "");
    return texts.length > 1 ? new Tuple(texts) : (texts[0] ?? whole);
  });
  return new List(found);
});

const substitute = using(
  "sub",
  "g",
  ([expression, text], _run, args) => {
    const by = argument(args, 1);
    if (typeof by !== "string" || by.includes("\\")) return new Unknown(NOT_KNOWN);
    return text.replace(expression, () => by);
  },
  2,
);

class Match extends Native {
  readonly typeName = "re.Match";
  readonly found: RegExpExecArray;

  constructor(found: RegExpExecArray) {
    super();
    this.found = found;
  }

  override attribute(_run: Run, name: string): Value | undefined {
    const { found } = this;
    if (name === "group") return new Builtin(name, (_, args) => this.group(args));
    if (name === "groups") return new Builtin(name, () => new Tuple(found.slice(1).map((text) => text ?? null)));
    if (name === "groupdict") return new Builtin(name, () => namedGroups(found));
    return undefined;
  }

  override item(_run: Run, key: Value): Value | undefined {
    return this.one(key);
  }

  override truth(): boolean {
    return true;
  }

  private group({ positional }: Parameters<Builtin["call"]>[1]): Value {
    const texts = positional.map(({ value }) => this.one(value) ?? new Unknown(NOT_KNOWN));
    return texts.length > 1 ? new Tuple(texts) : (texts[0] ?? this.found[0]);
  }

  private one(key: Value): Value | undefined {
    if (typeof key === "number" && key >= 0 && key < this.found.length) return this.found[key] ?? null;
    const { groups } = this.found;
    return typeof key === "string" && groups && Object.hasOwn(groups, key) ? (groups[key] ?? null) : undefined;
  }
}

function namedGroups({ groups = {} }: RegExpExecArray): Dict {
  return new Dict(new Map(Object.entries(groups).map(([name, text]) => [`s${name}`, [name, text ?? null]])));
}

/** What `re.compile` gives: the module's functions with the pattern filled in. */
class Pattern extends Native {
  readonly typeName = "re.Pattern";
  readonly source: string;

  constructor(source: string) {
    super();
    this.source = source;
  }

  override attribute(run: Run, name: string): Value | undefined {
    if (name === "pattern") return this.source;
    const member = FUNCTIONS.find((one) => one.name === name);
    if (member === undefined) return undefined;
    return new Builtin(name, (_run, args, site) => run.call(member, withFirst(this, args), site));
  }
}

const FUNCTIONS: readonly Builtin[] = [
  matching("match"),
  matching("fullmatch"),
  matching("search"),
  split,
  findAll,
  substitute,
];

export function regularExpressionsModule(): Module {
  const compiled = new Builtin("compile", (_run, args) => {
    const source = argument(args, 0, "pattern");
    const plain = typeof source === "string" && argument(args, 1, "flags") === undefined;
    return plain ? new Pattern(source) : new Unknown(NOT_KNOWN);
  });
  return moduleOf("re", [...FUNCTIONS, compiled]);
}
