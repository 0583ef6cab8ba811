/** The changes that would mend the mistakes at a place. */
import type { Range } from "../graph/graph.ts";
import type { Fix, TextIssue } from "../graph/issue.ts";

export interface IssueFix {
  readonly issue: TextIssue;
  readonly fix: Fix;
}

/** Every fix of every issue that touches the range, or that names a place there, in the order of the text. */
export function fixesAt(issues: readonly TextIssue[], range: Range): IssueFix[] {
  return issues
    .filter((issue) => [issue, ...(issue.related ?? [])].some((place) => touches(place.range, range)))
    .flatMap((issue) => issue.fixes.map((fix) => ({ issue, fix })));
}

function touches(a: Range, b: Range): boolean {
  return a.start <= b.end && b.start <= a.end;
}
