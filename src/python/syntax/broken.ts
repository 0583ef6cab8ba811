/**
 * A stretch of text that is not Python, mostly because someone is typing in it. All that is taken from it is which names it may
 * give a value: by their looks, because how tree-sitter reads what is broken says little.
 */
import type { Concrete } from "./concrete.ts";
import { type Reading, rangeOf, textOf } from "./reading.ts";
import type { BrokenStatement } from "./tree.ts";

const ASSIGNED = [
  /(?<![\w.])([A-Za-z_]\w*)[ \t]*(?::[^=\n]*)?(?:[-+*/%@&|^]|\/\/|\*\*|<<|>>|:)?=(?!=)/g,
  /\b(?:def|class|as|import|global|nonlocal)[ \t]+([A-Za-z_][\w \t,]*)/g,
  /^[ \t]*([A-Za-z_][\w \t,*()[\]]*?)[ \t]*=(?!=)/gm,
  /\bfor[ \t]+([\w \t,*()[\]]+?)[ \t]+in\b/g,
];

export function brokenStatement(reading: Reading, node: Concrete): BrokenStatement {
  const text = textOf(reading, node);
  const names = ASSIGNED.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(([, found = ""]) => found.match(/[A-Za-z_]\w*/g) ?? []),
  );
  return { kind: "broken", names: [...new Set(names)], ...rangeOf(reading, node) };
}
