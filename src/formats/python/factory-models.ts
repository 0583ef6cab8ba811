/** Models that the functions of a file make out of nothing: `def resnet18(): return ResNet(BasicBlock, [2, 2, 2, 2])`. */
import { PyFunction } from "../../python/callables.ts";
import type { PyClass } from "../../python/py-class.ts";
import { Unknown } from "../../python/value.ts";
import { type Candidate, MOST_MODELS } from "./candidate.ts";
import { isModelClass } from "./class-models.ts";
import { type Definition, takesNothing } from "./definitions.ts";
import { isModel, type Program } from "./program.ts";

/** Functions that make a model out of nothing; of several that make the same class the first. */
export function factoryModels(
  program: Program,
  definitions: readonly Definition[],
  known: ReadonlySet<PyClass>,
): Candidate[] {
  const made = new Set(known);
  const ways = new Set<string>();
  const candidates: Candidate[] = [];
  for (const definition of definitions) {
    if (!mayMakeModel(program, definition) || candidates.length >= MOST_MODELS) continue;
    const way = wayOfMaking(program, definitions, definition);
    if (way !== undefined && ways.has(way)) continue;
    const value = program.module.names.get(definition.name);
    if (!(value instanceof PyFunction)) continue;
    const built = program.make(value);
    const isOwn = isModel(program, built.value) && isOwnClass(program, built.value.cls);
    // What cannot be followed once is not tried again with other numbers.
    if (way !== undefined && (isOwn || built.value instanceof Unknown)) ways.add(way);
    if (!isModel(program, built.value)) continue;
    if (isOwn && made.has(built.value.cls)) continue;
    made.add(built.value.cls);
    candidates.push({ name: definition.name, definition, root: built.value, built });
  }
  return candidates;
}

/**
 * What a function calls for what it returns, and the model classes that it names: `_resnet` and `BasicBlock`. Those that agree in it
 * make the same class, and need not all be run; `undefined`: it is not as simple as that.
 */
function wayOfMaking(program: Program, definitions: readonly Definition[], { whole }: Definition): string | undefined {
  const text = program.syntax.file.text.slice(whole.start, whole.end);
  const [returned, ...others] = text.matchAll(/\breturn\s+(\w+)(\s*\()?/g);
  const [, name, isCall] = returned ?? [];
  if (name === undefined || others.length > 0) return undefined;
  const callee = isCall ? name : new RegExp(`\\b${name}\\s*=\\s*(\\w+)\\s*\\(`).exec(text)?.[1];
  if (callee === undefined) return undefined;
  const words = new Set(text.match(/\w+/g));
  const parts = definitions.filter((each) => words.has(each.name) && isModelClass(program, each));
  return [callee, ...parts.map((each) => each.name)].join(" ");
}

/** A function that returns something and needs nothing. */
export function mayMakeModel({ syntax }: Program, { kind, function: made, whole }: Definition): boolean {
  return (
    kind === "function" &&
    made !== undefined &&
    takesNothing(made) &&
    /\breturn\b/.test(syntax.file.text.slice(whole.start, whole.end))
  );
}

function isOwnClass({ module }: Program, cls: PyClass): boolean {
  return [...module.names.values()].includes(cls);
}
