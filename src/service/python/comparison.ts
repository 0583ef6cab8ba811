/** Two versions of a model side by side: what changed in shapes, parameters, operations and receptive fields. */
import type { PythonDocument } from "../../formats/python/python-document.ts";
import { formatNumber } from "../words.ts";
import { costsOf } from "./model-words.ts";
import { countText } from "./sizes.ts";
import { markdownTable, type SummaryRow, summaryRows } from "./summary.ts";

const HEADING = ["", "name", "type", "output", "parameters", "MACs", "receptive field"];

/** A section for each model that either version has. */
export function comparisonMarkdown(before: PythonDocument, after: PythonDocument): string {
  const names = [...new Set([...after.models, ...before.models].map(({ name }) => name))];
  if (names.length === 0) return "Neither version has a model.";
  return names.map((name) => sectionFor(name, versionIn(before, name), versionIn(after, name))).join("\n\n");
}

/** A model of one version. */
interface Version {
  readonly rows: readonly SummaryRow[];
  /** `416,520 MACs`. */
  readonly total: string;
}

function versionIn(document: PythonDocument, name: string): Version {
  const model = document.models.find((each) => each.name === name);
  if (model === undefined) return { rows: [], total: "no MACs" };
  const { macs } = costsOf(model);
  return {
    rows: summaryRows(document, model).filter(({ container }) => !container),
    total: macs ? `${countText(macs)} MACs` : "unknown MACs",
  };
}

function sectionFor(name: string, before: Version, after: Version): string {
  const pairs = pairRows(before.rows, after.rows);
  const rows = pairs.map(([old, now]) => changedRow(old, now));
  const changed = rows.filter(([mark]) => mark !== "").length;
  const total = `${before.total} → ${after.total}`;
  const words = changed === 0 ? "Nothing changed." : `${changed} of ${rows.length} operations changed. ${total}.`;
  return `# ${name}\n\n${words}\n\n${markdownTable(HEADING, rows)}`;
}

type Pair = readonly [old: SummaryRow | undefined, now: SummaryRow | undefined];

/** Rows of the same name belong together, in their order; what only one version has stands alone. */
function pairRows(before: readonly SummaryRow[], after: readonly SummaryRow[]): Pair[] {
  const table = commonLengths(before, after);
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]];
    if (old && now && isSameStep(old, now)) {
      pairs.push([old, now]);
      i++;
      j++;
    } else if (now === undefined || (old && at(table, i + 1, j) >= at(table, i, j + 1))) {
      pairs.push([old, undefined]);
      i++;
    } else {
      pairs.push([undefined, now]);
      j++;
    }
  }
  return pairs;
}

function isSameStep(a: SummaryRow, b: SummaryRow): boolean {
  return a.name === b.name;
}

/** Longest common subsequences of the rests, row by row (the usual table). */
function commonLengths(before: readonly SummaryRow[], after: readonly SummaryRow[]): number[][] {
  const table = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const same = isSameStep(before[i] as SummaryRow, after[j] as SummaryRow);
      (table[i] as number[])[j] = same
        ? at(table, i + 1, j + 1) + 1
        : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}

function at(table: readonly (readonly number[])[], i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}

/** `~` changed, `+` new, `-` gone. */
function changedRow(old: SummaryRow | undefined, now: SummaryRow | undefined): string[] {
  const row = now ?? old;
  const cells = [
    change(old, now, ({ type }) => type),
    change(old, now, ({ shape }) => shape),
    change(old, now, ({ parameters }) => (parameters === undefined ? "" : countText(parameters))),
    change(old, now, ({ macs }) => (macs === undefined ? "" : formatNumber(macs))),
    change(old, now, ({ receptiveField }) => receptiveField),
  ];
  const mark =
    old === undefined ? "+" : now === undefined ? "-" : cells.some((cell) => cell.includes(" → ")) ? "~" : "";
  return [mark, row?.name ?? "", ...cells];
}

function change(old: SummaryRow | undefined, now: SummaryRow | undefined, text: (row: SummaryRow) => string): string {
  if (old === undefined || now === undefined) return text((now ?? old) as SummaryRow);
  const [before, after] = [text(old), text(now)];
  return before === after ? after : `${before || "none"} → ${after || "none"}`;
}
