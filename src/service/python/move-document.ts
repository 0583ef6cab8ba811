/**
 * The last good answer for a text that was edited since: places before the edit stay, places behind it move, and what the
 * edit touched is left out.
 */
import type { Drawing, PythonDocument, PythonModel } from "../../formats/python/python-document.ts";
import type { Range } from "../../graph/graph.ts";
import { Later } from "../../python/later.ts";
import type { Site } from "../../python/site.ts";
import type { Operation } from "../../python/trace.ts";

type Move = (range: Range) => Range | undefined;

/** `text` is the document's own text after an edit. */
export function moveDocument(document: PythonDocument, text: string): PythonDocument {
  return mapDocument(document, text, movement(document.text, text));
}

/** The answers for a part of a document's text, such as a cell of a notebook: what stands elsewhere is left out. */
export function documentIn(document: PythonDocument, part: Range): PythonDocument {
  const move = into(part);
  const whole = mapDocument(document, document.text.slice(part.start, part.end), move);
  const issues = issuesIn(document, part).map((issue) => {
    const range = move(issue.range) ?? issue.range;
    return { ...issue, range, fixes: fixesIn(issue.fixes, part), related: [] };
  });
  return { ...whole, issues };
}

/** The document's own issues that a part of it shows, in the part's order. */
export function issuesIn({ issues }: PythonDocument, part: Range): PythonDocument["issues"] {
  return issues.filter(({ range }) => into(part)(range) !== undefined);
}

/** Fixes of a document as fixes of a part of its text. A fix is whole or not offered. */
export function fixesIn(fixes: PythonDocument["issues"][number]["fixes"], part: Range): typeof fixes {
  const move = into(part);
  return fixes.flatMap((fix) => {
    const edits = fix.edits.flatMap((edit) => {
      const range = move(edit.range);
      return range ? [{ ...edit, range }] : [];
    });
    return edits.length === fix.edits.length ? [{ ...fix, edits }] : [];
  });
}

function into(part: Range): Move {
  return ({ start, end }) =>
    part.start <= start && end <= part.end ? { start: start - part.start, end: end - part.start } : undefined;
}

function mapDocument(document: PythonDocument, text: string, move: Move): PythonDocument {
  const moveSite = siteMovement(document.path, text, move);
  return {
    path: document.path,
    text,
    // Remedies are looked for when the text can be read again.
    mistakes: new Map(),
    unread: document.unread,
    further: [],
    raises: document.raises,
    givenUp: document.givenUp.flatMap(({ range, reason }) => {
      const moved = move(range);
      return moved ? [{ range: moved, reason }] : [];
    }),
    followed: document.followed,
    fed: document.fed,
    work: document.work,
    isBroken: document.isBroken,
    models: document.models.map((model) => moveModel(model, move, moveSite)),
    sketches: document.sketches.map((model) => moveModel(model, move, moveSite)),
    loose: document.loose.map((operation) => moveOperation(operation, moveSite)),
    calls: document.calls.map((operation) => moveOperation(operation, moveSite)),
    issues: document.issues.flatMap((issue) => {
      const range = move(issue.range);
      // A fix was made for the text as it was: it is offered again when the text can be read.
      return range ? [{ ...issue, range, fixes: [], related: [] }] : [];
    }),
  };
}

function moveModel(model: PythonModel, move: Move, moveSite: (site: Site) => Site | undefined): PythonModel {
  const operations = model.operations.map((operation) => moveOperation(operation, moveSite));
  return {
    ...model,
    at: model.at && move(model.at),
    whole: model.whole && move(model.whole),
    input: moveInput(model.input, move),
    operations,
    calls: model.calls.map((operation) => moveOperation(operation, moveSite)),
    madeAt: moveAll(model.madeAt, move),
    givenAt: moveAll(model.givenAt, move),
    drawing: new Later(() => moveDrawing(model, operations, move)),
  };
}

/** `operations`: the model's own, moved. */
function moveDrawing(model: PythonModel, operations: readonly Operation[], move: Move): Drawing {
  const { graph, analysis, nodeOf } = model.drawing.value;
  const nodes = graph.nodes.map((node) => {
    const [whole, name] = [move(node.origin.whole), move(node.origin.name)];
    const nowhere = { start: 0, end: 0 };
    return { ...node, origin: { ...node.origin, whole: whole ?? nowhere, name: name ?? nowhere } };
  });
  const moved = model.operations.flatMap((operation, index) => {
    const node = nodeOf.get(operation);
    return node === undefined ? [] : [[operations[index] as Operation, node] as const];
  });
  return { graph: { ...graph, nodes }, analysis, nodeOf: new Map(moved) };
}

function moveInput({ at, ...input }: PythonModel["input"], move: Move): PythonModel["input"] {
  const moved = at && move(at);
  return { ...input, ...(moved && { at: moved }) };
}

function moveAll<K>(places: ReadonlyMap<K, Range>, move: Move): Map<K, Range> {
  return new Map(
    [...places].flatMap(([key, range]) => {
      const moved = move(range);
      return moved ? [[key, moved] as const] : [];
    }),
  );
}

function moveOperation(operation: Operation, moveSite: (site: Site) => Site | undefined): Operation {
  return { ...operation, site: operation.site && moveSite(operation.site) };
}

function siteMovement(path: string, text: string, move: Move): (site: Site) => Site | undefined {
  const file = { path, text };
  return (site) => {
    if (site.file.path !== path) return site;
    const [range, anchor] = [move(site.range), move(site.anchor)];
    return range && anchor ? { ...site, file, range, anchor } : undefined;
  };
}

/** From the one stretch in which the texts differ. */
function movement(before: string, after: string): Move {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  const end = before.length - same;
  const by = after.length - before.length;
  return (range) => {
    if (range.end <= start) return range;
    if (range.start >= end) return { start: range.start + by, end: range.end + by };
    // All of the edit lies within: the place has grown with it.
    if (range.start < start && end < range.end) return { start: range.start, end: range.end + by };
    return undefined;
  };
}
