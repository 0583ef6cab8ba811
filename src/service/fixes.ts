/** The mistakes at a place. */
import type { Range } from "../graph/graph.ts";
import type { TextIssue } from "../graph/issue.ts";

export type Issue = TextIssue;

/** Every issue that touches the range, or that names a place there, in the order of the text. */
export function issuesAt(issues: readonly Issue[], range: Range): Issue[] {
  return issues.filter((issue) => [issue, ...(issue.related ?? [])].some((place) => touches(place.range, range)));
}

function touches(a: Range, b: Range): boolean {
  return a.start <= b.end && b.start <= a.end;
}
