/**
 * A text that ConvLens writes beside the code: paragraphs, and tables whose rows stand in each other, so that an editor folds them
 * and leads from a row to its line in the source.
 */

export interface Report {
  readonly text: string;
  /** Rows that contain others, outer ones before inner ones. Lines of the report, from 0. */
  readonly folds: readonly ReportFold[];
  /** Numbers of lines in the source, where the report says them. */
  readonly links: readonly ReportLink[];
}

export interface ReportFold {
  readonly start: number;
  readonly end: number;
  /** Whether it is folded at first, so that a large model is seen at a glance. */
  readonly isFolded: boolean;
}

export interface ReportLink {
  /** Of the report, from 0. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** Of the source, from 1. */
  readonly target: number;
}

export interface ReportRow {
  /** In the source, from 1. */
  readonly line: number | undefined;
  /** The first is indented by how deep the row stands. */
  readonly cells: readonly string[];
  readonly children: readonly ReportRow[];
  /** One letter in front of the row: `+` new, `-` gone, `~` changed. */
  readonly mark?: string;
  /** Its children are folded away at first, however few they are. */
  readonly isClosed?: boolean;
}

export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
}

/** So many rows are seen at a glance. */
const MOST_OPEN = 30;
const INDENT = 2;

export class ReportWriter {
  readonly #lines: string[] = [];
  readonly #folds: ReportFold[] = [];
  readonly #links: ReportLink[] = [];

  get report(): Report {
    return { text: `${this.#lines.join("\n")}\n`, folds: this.#folds, links: this.#links };
  }

  /** Followed by an empty line. */
  paragraph(...lines: readonly string[]): void {
    this.#lines.push(...lines, "");
  }

  /** A heading, and the rows as parts of it: it stays in sight while an editor scrolls through them. */
  table(columns: readonly Column[], rows: readonly ReportRow[]): void {
    const flat = flatten(rows, 0);
    const hasMarks = flat.some(({ row }) => row.mark !== undefined);
    const heading = { row: { line: undefined, cells: columns.map(({ title }) => title), children: rows }, depth: 0 };
    const widths = columns.map((_, column) =>
      Math.max(...[heading, ...flat].map((each) => cellOf(each, column).length)),
    );
    const lineWidth = Math.max(4, ...flat.map(({ row }) => String(row.line ?? "").length));
    const write = (each: Placed, line: string): void => {
      const cells = columns.map(({ isNumber }, column) => {
        const text = cellOf(each, column);
        return isNumber ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0);
      });
      const mark = hasMarks ? `${each.row.mark ?? " "} ` : "";
      const front = `${mark}${line.padStart(lineWidth)}`;
      if (each.row.line !== undefined) {
        const place = { line: this.#lines.length, start: front.length - line.length, end: front.length };
        this.#links.push({ ...place, target: each.row.line });
      }
      this.#lines.push([front, ...cells].join("  ").trimEnd());
    };
    const start = this.#lines.length;
    this.#folds.push({ start, end: start + flat.length, isFolded: false });
    this.#addFolds(rows, start + 1, { depth: 0, open: deepestOpen(flat) });
    write(heading, "line");
    for (const each of flat) write(each, String(each.row.line ?? ""));
    this.#lines.push("");
  }

  /** Gives the line behind the rows. */
  #addFolds(rows: readonly ReportRow[], start: number, { depth, open }: { depth: number; open: number }): number {
    let line = start;
    for (const { children, isClosed = false } of rows) {
      const first = line++;
      if (children.length === 0) continue;
      const at = this.#folds.length;
      line = this.#addFolds(children, line, { depth: depth + 1, open });
      this.#folds.splice(at, 0, { start: first, end: line - 1, isFolded: isClosed || depth >= open });
    }
    return line;
  }
}

interface Placed {
  readonly row: ReportRow;
  readonly depth: number;
}

function flatten(rows: readonly ReportRow[], depth: number): Placed[] {
  return rows.flatMap((row) => [{ row, depth }, ...flatten(row.children, depth + 1)]);
}

function cellOf({ row, depth }: Placed, column: number): string {
  return column === 0 ? " ".repeat(depth * INDENT) + (row.cells[0] ?? "") : (row.cells[column] ?? "");
}

/** Rows that stand deeper are folded away; the outermost ones always show. */
function deepestOpen(flat: readonly Placed[]): number {
  const deepest = Math.max(0, ...flat.map(({ depth }) => depth));
  for (let depth = deepest; depth > 0; depth--) {
    if (flat.filter((each) => each.depth <= depth).length <= MOST_OPEN) return depth;
  }
  return 0;
}
