/** A text edit that puts two arguments of a call in each other's place. */
import type { Argument } from "./arguments.ts";
import type { SourceFix } from "./trace.ts";

type Written = NonNullable<Argument["written"]>;

export function exchangeArguments(first: Written, second: Written, title: string): SourceFix {
  const textOf = ({ file, range }: Written) => file.text.slice(range.start, range.end);
  return {
    title,
    edits: [
      { ...first, text: textOf(second) },
      { ...second, text: textOf(first) },
    ],
  };
}
