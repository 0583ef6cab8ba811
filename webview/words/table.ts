/** Tables as text for other programs: CSV by RFC 4180, Markdown as GitHub reads it. */

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** https://www.rfc-editor.org/rfc/rfc4180; numbers in full, an empty cell where there is none. */
export function toCsv({ columns, rows }: Table): string {
  return [columns, ...rows].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
}

function csvCell(cell: string | number): string {
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** https://github.github.com/gfm/#tables-extension-; columns of numbers stand at the right. */
export function toMarkdown({ columns, rows }: Table): string {
  const isNumeric = columns.map((_, column) => rows.some((row) => typeof row[column] === "number"));
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
  return [
    line(columns.map(markdownCell)),
    line(isNumeric.map((numeric) => (numeric ? "---:" : "---"))),
    ...rows.map((row) => line(row.map(markdownCell))),
  ].join("");
}

/** Nothing in a cell may begin another one, or a line. */
function markdownCell(cell: string | number): string {
  if (typeof cell === "number") return cell.toLocaleString("en-US");
  // An underscore within a word emphasizes nothing.
  return cell.replaceAll(/\s+/g, " ").replaceAll(/[\\`*{}[\]<>|]|\b_|_\b/g, "\\$&");
}
