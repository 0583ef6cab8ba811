/** An index that a list, a tuple of sizes or a container of layers does not have: told where nothing catches what Python raises. */
import type { Run } from "./run.ts";
import type { Site } from "./site.ts";
import { formatShape } from "./tensors/answer.ts";
import { codes } from "./tensors/codes.ts";
import { dimFrom } from "./tensors/sizes.ts";
import type { SourceFix } from "./trace.ts";
import type { Value } from "./value.ts";

export function raiseOutOfRange(run: Run, items: readonly Value[], index: number, site: Site): never {
  const count = items.length;
  // What is empty may be filled in ways that are not followed.
  if (run.tries === 0 && count > 0 && !site.file.isDescribed) {
    const sizes = items.flatMap((item) => dimFrom(item) ?? []);
    const of = sizes.length === count && count < MOST_SIZES ? ` of ${formatShape(sizes)}` : "";
    const fix = lastIndex(site, count - 1);
    run.trace.report({
      code: codes.outOfRange,
      severity: "error",
      message: `Index ${index}${of} is out of range: there ${count === 1 ? "is 1 item" : `are ${count} items`}, so it must lie between ${-count} and ${count - 1}.`,
      site,
      ...(fix && { fix }),
    });
  }
  return run.raise("IndexError", "index out of range", site);
}

const MOST_SIZES = 6;

/** Where the index is written as a number. */
function lastIndex({ file, range }: Site, last: number): SourceFix | undefined {
  const written = /\[(\s*)(\d+)\s*\]$/.exec(file.text.slice(range.start, range.end));
  const [, space = "", digits] = written ?? [];
  if (written === null || digits === undefined) return undefined;
  const start = range.start + written.index + 1 + space.length;
  const edit = { file, range: { start, end: start + digits.length }, text: String(last) };
  return { title: `Write ${last} in place of ${digits}`, edits: [edit] };
}
