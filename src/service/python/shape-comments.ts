/**
 * Comments that say a line's output shape: `x = self.conv1(x)  # [1, 6, 28, 28]`. They are written where a line has no
 * comment, and those that people wrote are compared with what the line gives. Letters in them stand for any size.
 */
import type { PythonDocument } from "../../formats/python/python-document.ts";
import type { Edit, TextIssue } from "../../graph/issue.ts";
import type { Tensor } from "../../python/tensor.ts";
import type { Dim } from "../../tensor/dim.ts";
import { outermostPlaces, type PlaceOnLine } from "./inlay-hints.ts";
import { formsOf } from "./shape-words.ts";

const SIZE = String.raw`(?:[A-Za-z_]\w*|\d+|\?|-1)`;

/** `(64, 28, 28)`. */
const LISTED = String.raw`[[(]\s*${SIZE}(?:\s*,\s*${SIZE})*\s*,?\s*[\])]`;

/** `B x 64 x 28 x 28`, `64x28x28`: at least three, and a number among them. */
const CROSSED = String.raw`(?=.*\d)${SIZE}(?:\s+[x×*]\s+${SIZE}){2,}|\d+(?:[x×]\d+){2,}`;

/** `-> `, `shape: `, `torch.Size(`. */
const BEFORE = String.raw`(?:->|=>|→|(?:out|output|x)?[ .]?(?:shape|size)\s*[:=]|out(?:put)?\s*[:=]|torch\.Size\()`;

/** A comment that is a shape and nothing else, but for a word that says so. */
const SHAPE_COMMENT = new RegExp(String.raw`^(#\s*(?:${BEFORE}\s*)?)(${LISTED}|${CROSSED})\)?\s*$`, "i");

/** Between two sizes. */
const BETWEEN = /\s*,\s*|\s+[x×*]\s+|(?<=\d)[x×](?=\d)/;

/** What to insert so that every line with an operation says its shape; lines with a comment stay as they are. */
export function shapeCommentEdits(document: PythonDocument): Edit[] {
  return outermostPlaces(document).flatMap((place) => {
    const { offset, comment } = place;
    if (comment) return [];
    const shape = shapeOf(place);
    return shape === undefined ? [] : [{ range: { start: offset, end: offset }, text: `  # ${shape}` }];
  });
}

/** Comments that say another shape than the line gives, as information: the code is right, the comment is not. */
export function checkShapeComments(document: PythonDocument): TextIssue[] {
  return outermostPlaces(document).flatMap((place) => {
    const match = SHAPE_COMMENT.exec(place.comment?.text ?? "");
    const shape = match ? shapeOf(place) : undefined;
    if (!place.comment || !match || shape === undefined || agrees(match[2] ?? "", place)) return [];
    const start = place.comment.start + (match[1] ?? "").length;
    const range = { start, end: start + (match[2] ?? "").length };
    const message = `The comment says ${match[2]}, the line gives ${shape}.`;
    return [
      {
        code: "comment/shape",
        severity: "information",
        message,
        range,
        fixes: [{ title: `Write ${shape}`, edits: [{ range, text: shape }] }],
      } as const,
    ];
  });
}

/** Of a line that gives one known shape. */
function shapeOf({ place: { executed } }: PlaceOnLine): string | undefined {
  const outputs = executed.flatMap(({ operation }) => operation.outputs);
  const [first] = executed;
  if (first === undefined || outputs.some(({ shape }) => shape === undefined)) return undefined;
  const [text, ...others] = formsOf(outputs, first.model.framework);
  return others.length === 0 ? text : undefined;
}

/** The batch may be left out, and is never compared; nor need an image's channels be said. */
function agrees(comment: string, { place: { executed } }: PlaceOnLine): boolean {
  const written = comment
    .replace(/^[[(]\s*|[\s,]*[\])]$/g, "")
    .split(BETWEEN)
    .filter((size) => size !== "");
  return executed.some(({ operation }) => operation.outputs.some((output) => fits(written, output)));
}

function fits(written: readonly string[], { shape = [] }: Tensor): boolean {
  const sample = shape.slice(1);
  const places = shape.length === 4 ? [sample.slice(1), sample.slice(0, 2)] : [];
  const isWhole = written.length === shape.length && allAgree(written.slice(1), sample);
  return isWhole || [sample, ...places].some((sizes) => allAgree(written, sizes));
}

function allAgree(written: readonly string[], sizes: readonly Dim[]): boolean {
  return written.length === sizes.length && sizes.every((size, axis) => mayBe(written[axis] ?? "", size));
}

/** A letter may be any size, and any number one that is not known. */
function mayBe(written: string, size: Dim): boolean {
  return !/^\d+$/.test(written) || typeof size !== "number" || size === Number(written);
}
