/** The model classes of a file as models: those that need no arguments, and others as one of its functions builds them. */
import { type Arguments, argumentsOf, noArguments } from "../../python/arguments.ts";
import { PyFunction } from "../../python/callables.ts";
import { PyClass } from "../../python/py-class.ts";
import { Unknown, type Value } from "../../python/value.ts";
import type { Candidate } from "./candidate.ts";
import { type Definition, takesNothing } from "./definitions.ts";
import { modulesIn } from "./model-parts.ts";
import { frameworkOf, isModel, type Program } from "./program.ts";

export function isModelClass(program: Program, { name, kind }: Definition): boolean {
  const cls = kind === "class" ? program.module.names.get(name) : undefined;
  return cls instanceof PyClass && frameworkOf(program, cls) !== undefined;
}

/** Of what `isModelClass` holds for. */
export function classOf(program: Program, { name }: Definition): PyClass {
  return program.module.names.get(name) as PyClass;
}

/** Model classes that need no arguments, the last one first. */
export function classModels(
  program: Program,
  definitions: readonly Definition[],
  known: ReadonlySet<PyClass>,
): Candidate[] {
  return definitions
    .filter((each) => isModelClass(program, each))
    .reverse()
    .flatMap((definition): Candidate[] => {
      const cls = classOf(program, definition);
      if (known.has(cls) || !isBuildable(cls)) return [];
      const built = program.call(cls, noArguments);
      return isModel(program, built.value) && !known.has(built.value.cls)
        ? [{ name: definition.name, definition, root: built.value, built }]
        : [];
    });
}

/** Functions that are called to see what they make of a class. */
const MOST_TRIALS = 6;

/** Model classes that need arguments, as some function of the file builds them: `def test(): net = Net(classes=10)`. */
export function trialModels(
  program: Program,
  definitions: readonly Definition[],
  others: readonly Candidate[],
): Candidate[] {
  const classes = definitions.filter((each) => isModelClass(program, each) && !isBuildable(classOf(program, each)));
  if (classes.length === 0) return [];
  const known = new Set(others.flatMap(({ root }) => modulesIn(program, root).map(({ cls }) => cls)));
  const functions = definitions.filter(({ kind }) => kind === "function");
  const { text } = program.syntax.file;
  let trials = 0;
  return classes.reverse().flatMap((definition): Candidate[] => {
    const cls = classOf(program, definition);
    if (known.has(cls)) return [];
    const call = new RegExp(`\\b${definition.name}\\s*\\(`);
    for (const { name, whole } of functions) {
      const value = program.module.names.get(name);
      const source = text.slice(whole.start, whole.end);
      if (!(value instanceof PyFunction) || !source.includes(definition.name) || !call.test(source)) continue;
      if (++trials > MOST_TRIALS) return [];
      const root = program.call(value, unknownArguments(value)).trace.made.find((made) => made.cls === cls);
      if (root === undefined) continue;
      for (const { cls: part } of modulesIn(program, root)) known.add(part);
      return [{ name: definition.name, definition, root, built: undefined }];
    }
    return [];
  });
}

/** What is handed over is not known, except where there is a default. */
function unknownArguments({ syntax }: PyFunction): Arguments {
  const demanded = syntax.parameters.filter(
    (each) => each.kind !== "named" && !takesNothing({ ...syntax, parameters: [each] }),
  );
  return argumentsOf(...demanded.map(({ name }) => new Unknown(`\`${name}\` is handed over`)));
}

/** Whether the class's own way of building needs nothing. */
function isBuildable(cls: PyClass): boolean {
  const init: Value | undefined = cls.find("__init__");
  if (!(init instanceof PyFunction)) return true;
  return takesNothing({ ...init.syntax, parameters: init.syntax.parameters.slice(1) });
}
