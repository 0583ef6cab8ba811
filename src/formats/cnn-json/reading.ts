import type { Range } from "../../graph/graph.ts";
import type { Fix, TextIssue } from "../../graph/issue.ts";

/** One text while it is read: mistakes gather here, and reading goes on. */
export class Reading {
  readonly text: string;
  readonly issues: TextIssue[] = [];

  constructor(text: string) {
    this.text = text;
  }

  error(code: string, range: Range, message: string, fixes: readonly Fix[] = []): void {
    this.issues.push({ code, severity: "error", message, range, fixes });
  }
}
