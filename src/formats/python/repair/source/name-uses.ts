/** Which names a file reads and which it calls, found once for all that is asked of it. */
import type { SourceFile } from "../../../../python/site.ts";
import { textAt, type Written } from "./written.ts";

interface Uses {
  /** Names and attributes of the instance, read or called. */
  readonly read: ReadonlySet<string>;
  readonly called: ReadonlySet<string>;
}

const known = new WeakMap<SourceFile, Uses>();

const READ = /(?<![\w.])(?:self\.)?[a-z_]\w*(?!\w)(?!\s*=(?!=))/gi;
const CALLED = /(?<![\w.])[a-z_]\w*(?=\()/gi;

export function usesIn(file: SourceFile): Uses {
  const found = known.get(file) ?? usesOfText(file.text.replace(/#.*$/gm, ""));
  known.set(file, found);
  return found;
}

function usesOfText(text: string): Uses {
  return { read: new Set(text.match(READ)), called: new Set(text.match(CALLED)) };
}

/** Whether a line reads a name or calls it. */
export function speaksOf(name: string, line: Written): boolean {
  return new RegExp(`(?<![\\w.])${name}(?!\\w|\\s*=(?!=))`).test(textAt(line));
}
