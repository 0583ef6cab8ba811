/** The search for what is wrong in a file's further models. */
import { Later } from "../../python/later.ts";
import { findCandidates } from "./candidates.ts";
import type { FurtherModel } from "./further-models.ts";
import type { Program } from "./program.ts";
import type { PythonDocument } from "./python-document.ts";
import { isFurtherWrong } from "./read-further.ts";
import { wrongs } from "./repair/judge.ts";

/** The file that a document was read from. */
export interface FurtherReader {
  open(): Program;
  /** With these further models. */
  read(further: readonly FurtherModel[]): PythonDocument | undefined;
}

/** Steps of Python, for all further models of a file: as many as a quarter of a second has. */
const MOST_STEPS = 2_000_000;

/**
 * The document with the first further model that has a mistake; itself if there is none. Nothing is asked where a mistake is told
 * already: it may be the same one. A generator, so that whoever asks decides when to go on: each `next` follows one model.
 */
export function* withFurther(document: PythonDocument, { open, read }: FurtherReader): Generator<void, PythonDocument> {
  if (document.unread.length === 0 || wrongs(document).length > 0) return document;
  yield;
  const program = open();
  const candidates = new Later(() => findCandidates(program));
  for (const further of document.unread) {
    if (program.work() > MOST_STEPS) break;
    yield;
    if (!isFurtherWrong(program, further.how === "made" ? [] : candidates.value, further)) continue;
    const next = read([further]);
    if (next && wrongs(next).length > 0) return next;
  }
  return document;
}
