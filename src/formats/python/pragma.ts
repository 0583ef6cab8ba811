/**
 * The comment by which a user says what a model is fed with: `# convlens: input=1x28x28`, of several inputs
 * `input=1x28x28; 10`. One sample, without the batch, in the framework's own order. It speaks of the class or function that it stands in or right above; one that stands
 * elsewhere speaks of every model of the file.
 */
import type { Range } from "../../graph/graph.ts";

export interface Pragma {
  readonly range: Range;
  /** Of each input, without the batch. */
  readonly shapes: readonly (readonly number[])[];
}

const PRAGMA = /^[ \t]*#[ \t]*convlens:[ \t]*input[ \t]*=[ \t]*([\d \txX×*,;()[\]]+?)[ \t]*$/gm;

/** All comments of this kind that give a shape; what is no shape of positive numbers is only a comment. */
export function findPragmas(text: string): Pragma[] {
  return [...text.matchAll(PRAGMA)].flatMap((match) => {
    const shapes = shapesFrom(match[1] ?? "");
    const start = match.index + match[0].indexOf("#");
    const range = { start, end: match.index + match[0].length };
    return shapes === undefined ? [] : [{ range, shapes }];
  });
}

/** `1x28x28; 10`: a shape for each input; `undefined`: one of them has no sizes, or one that is not positive. */
export function shapesFrom(text: string): readonly (readonly number[])[] | undefined {
  const shapes = text.split(";").map((shape) => (shape.match(/\d+/g) ?? []).map(Number));
  return shapes.every((shape) => shape.length > 0 && shape.every((size) => size > 0)) ? shapes : undefined;
}

/** The one that speaks of the definition at `whole`. `definitions` are all classes and functions of the file's top level. */
export function pragmaFor(
  pragmas: readonly Pragma[],
  whole: Range | undefined,
  text: string,
  definitions: readonly Range[],
): Pragma | undefined {
  const own = whole && pragmas.find((pragma) => belongsTo(pragma, whole, text));
  return own ?? pragmas.find((pragma) => !definitions.some((definition) => belongsTo(pragma, definition, text)));
}

/** Inside the definition, or above it with nothing but comments and decorators between. */
function belongsTo({ range }: Pragma, whole: Range, text: string): boolean {
  if (whole.start <= range.start && range.start < whole.end) return true;
  return range.end <= whole.start && /^(?:\s*(?:#|@)[^\n]*)*\s*$/.test(text.slice(range.end, whole.start));
}

/** How the comment is written. */
export function pragmaText(shapes: readonly (readonly number[])[]): string {
  return `# convlens: input=${shapes.map((shape) => shape.join("x")).join("; ")}`;
}
