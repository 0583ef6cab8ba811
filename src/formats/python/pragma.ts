/**
 * The comment by which a user says what a model is fed with: `# convlens: input=1x28x28`. One sample, without the batch,
 * in the framework's own order. It speaks of the class or function that it stands in or right above; one that stands
 * elsewhere speaks of every model of the file.
 */
import type { Range } from "../../graph/graph.ts";

export interface Pragma {
  readonly range: Range;
  /** Without the batch. */
  readonly shape: readonly number[];
}

const PRAGMA = /^[ \t]*#[ \t]*convlens:[ \t]*input[ \t]*=[ \t]*([\d \txX×*,()[\]]+?)[ \t]*$/gm;

/** All comments of this kind that give a shape; what is no shape of positive numbers is only a comment. */
export function findPragmas(text: string): Pragma[] {
  return [...text.matchAll(PRAGMA)].flatMap((match) => {
    const shape = (match[1] ?? "").match(/\d+/g)?.map(Number) ?? [];
    const start = match.index + match[0].indexOf("#");
    const range = { start, end: match.index + match[0].length };
    return shape.length > 0 && shape.every((size) => size > 0) ? [{ range, shape }] : [];
  });
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
export function pragmaText(shape: readonly number[]): string {
  return `# convlens: input=${shape.join("x")}`;
}
