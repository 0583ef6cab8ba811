/**
 * A stretch of text that is not Python, mostly because someone is typing in it. All that is taken from it is which names it may
 * give a value: by their looks, because how tree-sitter reads what is broken says little.
 */
import type { Concrete } from "./concrete.ts";
import { type Reading, rangeOf, textOf } from "./reading.ts";
import type { BrokenStatement } from "./tree.ts";

/** None of them goes over a stretch twice, because anything may stand here. */
const ASSIGNED = [
  /(?<![\w.])([A-Za-z_]\w*)[ \t]{0,9}(?::[^=\n]{0,99})?(?:[-+*/%@&|^]|\/\/|\*\*|<<|>>|:)?=(?!=)/g,
  /\b(?:def|class|as|import|global|nonlocal)[ \t]{1,9}([A-Za-z_][\w \t,]{0,999})/g,
  /^[ \t]{0,99}([A-Za-z_][\w \t,*()[\]]{0,99}?)[ \t]{0,9}=(?!=)/gm,
  /\bfor[ \t]{1,9}([\w \t,*()[\]]{1,99}?)[ \t]{1,9}in\b/g,
];

export function brokenStatement(reading: Reading, node: Concrete): BrokenStatement {
  const text = textOf(reading, node);
  const names = ASSIGNED.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(([, found = ""]) => found.match(/[A-Za-z_]\w*/g) ?? []),
  );
  return { kind: "broken", names: [...new Set(names)], ...rangeOf(reading, node) };
}
