/** Two versions of a model side by side: what changed in shapes, parameters, operations and receptive fields. */
import type { PythonDocument, PythonModel } from "../../formats/python/python-document.ts";
import { type Report, type ReportRow, ReportWriter } from "../report.ts";
import { countOf } from "../words.ts";
import { costsOf } from "./model-words.ts";
import { pairUp } from "./pair-rows.ts";
import { countText } from "./sizes.ts";
import { numberText, SUMMARY_COLUMNS, type SummaryRow, summaryRows, titleOf } from "./summary.ts";

/** A section for each model that either version has. */
export function comparisonReport(before: PythonDocument, after: PythonDocument): Report {
  const writer = new ReportWriter();
  const shown = new Set<string>();
  for (const [old, now] of modelPairs(before, after)) {
    const versions = [versionOf(before, old), versionOf(after, now)] as const;
    // A function that makes a model and the variable that keeps it are the same model.
    const content = JSON.stringify(
      versions.map(({ rows }) => rows.map(({ type, shape, line }) => [type, shape, line])),
    );
    if (shown.has(content)) continue;
    shown.add(content);
    writeSection(writer, old && now ? titleChange(old, now) : titleOf((now ?? old) as PythonModel), versions);
  }
  if (shown.size === 0) writer.paragraph("Neither version has a model.");
  return writer.report;
}

type ModelPair = readonly [old: PythonModel | undefined, now: PythonModel | undefined];

/** Models of the same name; one that has gone and one that has come are the same with another name. */
function modelPairs(before: PythonDocument, after: PythonDocument): ModelPair[] {
  const old = new Map(before.models.map((model) => [model.name, model] as const));
  const names = new Set(after.models.map(({ name }) => name));
  const gone = before.models.filter(({ name }) => !names.has(name));
  const come = after.models.filter(({ name }) => !old.has(name));
  const isRenamed = gone.length === 1 && come.length === 1;
  const pairs = after.models.map((now): ModelPair => [old.get(now.name) ?? (isRenamed ? gone[0] : undefined), now]);
  return isRenamed ? pairs : [...pairs, ...gone.map((model): ModelPair => [model, undefined])];
}

function titleChange(old: PythonModel, now: PythonModel): string {
  const [before, after] = [titleOf(old), titleOf(now)];
  return before === after ? after : `${before} → ${after}`;
}

/** A model of one version. */
interface Version {
  readonly rows: readonly SummaryRow[];
  readonly parameters: string;
  readonly macs: string;
}

function versionOf(document: PythonDocument, model: PythonModel | undefined): Version {
  if (model === undefined) return { rows: [], parameters: "none", macs: "none" };
  const { parameters, macs } = costsOf(model);
  return {
    rows: summaryRows(document, model).filter(({ container }) => !container),
    parameters: parameters ? countText(parameters) : "unknown",
    macs: macs ? countText(macs) : "unknown",
  };
}

function writeSection(writer: ReportWriter, title: string, [before, after]: readonly [Version, Version]): void {
  const rows = pairUp(before.rows, after.rows).map(([old, now]) => changedRow(old, now));
  const changed = rows.filter(({ mark }) => mark !== " ").length;
  writer.paragraph(`# ${title}`);
  if (changed === 0) {
    writer.paragraph("Nothing changed.");
    return;
  }
  writer.paragraph(
    `${changed} of ${countOf(rows.length, "operation")} changed (+ new, - gone, ~ changed).`,
    `Parameters: ${changeText(before.parameters, after.parameters)}.`,
    `Multiply-accumulates: ${changeText(before.macs, after.macs)}.`,
  );
  writer.table(SUMMARY_COLUMNS, withoutTheSame(rows));
}

const LEAST_SAME = 4;

/** Rows without a change that stand beside each other are one row, which opens to them. */
function withoutTheSame(rows: readonly ReportRow[]): ReportRow[] {
  const left: ReportRow[] = [];
  for (let at = 0; at < rows.length; ) {
    let end = at;
    while (end < rows.length && rows[end]?.mark === " ") end++;
    const same = rows.slice(at, end);
    if (same.length < LEAST_SAME) left.push(...same);
    else
      left.push({
        line: undefined,
        cells: [`${countOf(same.length, "operation")} as before`],
        children: same,
        isClosed: true,
      });
    if (end < rows.length) left.push(rows[end] as ReportRow);
    at = end + 1;
  }
  return left;
}

/** `~` changed, `+` new, `-` gone. What is gone has no line any more. */
function changedRow(old: SummaryRow | undefined, now: SummaryRow | undefined): ReportRow {
  const row = (now ?? old) as SummaryRow;
  const type = change(old, now, (each) => each.type);
  const cells = [
    change(old, now, ({ shape }) => shape),
    change(old, now, ({ parameters }) => (parameters === undefined ? "" : countText(parameters))),
    change(old, now, ({ macs }) => numberText(macs)),
    change(old, now, ({ receptiveField }) => receptiveField),
    row.type,
  ];
  const isChanged = [type, ...cells].some((cell) => cell.includes(" → "));
  const name = type === row.type ? row.name : `${row.name} (${type})`;
  const mark = old === undefined ? "+" : now === undefined ? "-" : isChanged ? "~" : " ";
  return { line: now?.line, cells: [name, ...cells], children: [], mark };
}

function change(old: SummaryRow | undefined, now: SummaryRow | undefined, text: (row: SummaryRow) => string): string {
  if (old === undefined || now === undefined) return text((now ?? old) as SummaryRow);
  return changeText(text(old), text(now));
}

function changeText(before: string, after: string): string {
  return before === after ? after : `${before || "none"} → ${after || "none"}`;
}
