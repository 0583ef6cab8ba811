/**
 * Comments that say a line's output shape: `x = self.conv1(x)  # [1, 6, 28, 28]`. They are written where a line has no
 * comment, and those that people wrote are compared with what the line gives. Letters in them stand for any size.
 */
import type { PythonDocument } from "../../formats/python/python-document.ts";
import type { Edit, TextIssue } from "../../graph/issue.ts";
import type { Tensor } from "../../python/tensor.ts";
import { outermostPlaces, type PlaceOnLine } from "./inlay-hints.ts";
import { formsOf } from "./shape-words.ts";

/** A comment that is a shape in brackets and nothing else. */
const SHAPE_COMMENT =
  /^(\s*#\s*)([[(]\s*(?:[A-Za-z_]\w*|\d+|None|-1)(?:\s*,\s*(?:[A-Za-z_]\w*|\d+|None|-1))*\s*,?\s*[\])])\s*$/;

/** What to insert so that every line with an operation says its shape; lines with a comment stay as they are. */
export function shapeCommentEdits(document: PythonDocument): Edit[] {
  return outermostPlaces(document).flatMap((place) => {
    const { offset } = place;
    if (hasComment(document.text, place)) return [];
    const shape = shapeOf(place);
    return shape === undefined ? [] : [{ range: { start: offset, end: offset }, text: `  # ${shape}` }];
  });
}

/** Comments that say another shape than the line gives, as information: the code is right, the comment is not. */
export function checkShapeComments(document: PythonDocument): TextIssue[] {
  return outermostPlaces(document).flatMap((place) => {
    const comment = document.text.slice(codeEnd(place), place.offset);
    const match = SHAPE_COMMENT.exec(comment);
    const shape = match ? shapeOf(place) : undefined;
    if (!match || shape === undefined || agrees(match[2] ?? "", place)) return [];
    const start = codeEnd(place) + (match[1] ?? "").length;
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

function codeEnd({ place }: PlaceOnLine): number {
  return place.range.end;
}

function hasComment(text: string, place: PlaceOnLine): boolean {
  return text.slice(codeEnd(place), place.offset).includes("#");
}

/** Of a line that gives one known shape. */
function shapeOf({ place: { executed } }: PlaceOnLine): string | undefined {
  const outputs = executed.flatMap(({ operation }) => operation.outputs);
  const [first] = executed;
  if (first === undefined || outputs.some(({ shape }) => shape === undefined)) return undefined;
  const [text, ...others] = formsOf(outputs, first.model.framework);
  return others.length === 0 ? text : undefined;
}

/** The batch may be left out, and is never compared. */
function agrees(comment: string, { place: { executed } }: PlaceOnLine): boolean {
  const written = comment
    .slice(1, -1)
    .split(",")
    .map((size) => size.trim())
    .filter((size) => size !== "");
  return executed.some(({ operation }) => operation.outputs.some((output) => fits(written, output)));
}

function fits(written: readonly string[], { shape = [] }: Tensor): boolean {
  const sizes = written.length === shape.length - 1 ? shape.slice(1) : shape;
  const skipped = sizes === shape ? 1 : 0;
  return (
    written.length === sizes.length &&
    written.every(
      (size, axis) =>
        axis < skipped || !/^\d+$/.test(size) || typeof sizes[axis] !== "number" || sizes[axis] === Number(size),
    )
  );
}
