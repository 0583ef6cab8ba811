/** What a model builds only when it runs: `PatchExtractor(size)(image)` in the `forward` of one of its modules. */
import type { PyClass } from "../../python/py-class.ts";
import type { Instance } from "../../python/value.ts";
import { classOf, isModelClass } from "./class-models.ts";
import { type Definition, definitionsOf } from "./definitions.ts";
import { modulesIn } from "./model-parts.ts";
import type { Program } from "./program.ts";

export function madeOnTheWay(program: Program, model: Instance): PyClass[] {
  const classes = definitionsOf(program.syntax).filter((each) => isModelClass(program, each));
  const used = new Set(modulesIn(program, model).map(({ cls }) => cls));
  const { text } = program.syntax.file;
  const calls = (by: Definition, made: Definition): boolean =>
    by !== made && new RegExp(`(?<![\\w.])${made.name}\\s*\\(`).test(text.slice(by.whole.start, by.whole.end));
  const users = classes.filter((each) => used.has(classOf(program, each)));
  return classes.filter((made) => users.some((by) => calls(by, made))).map((made) => classOf(program, made));
}
