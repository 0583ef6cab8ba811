/** The changes that would mend the mistakes at a place. */
import type { Range } from "../graph/graph.ts";
import type { Fix, TextIssue } from "../graph/issue.ts";

export interface IssueFix {
  readonly issue: TextIssue;
  readonly fix: Fix;
}

/** Every fix of every issue that touches the range, in the order of the text. */
export function fixesAt(issues: readonly TextIssue[], range: Range): IssueFix[] {
  return issues
    .filter((issue) => issue.range.start <= range.end && range.start <= issue.range.end)
    .flatMap((issue) => issue.fixes.map((fix) => ({ issue, fix })));
}
