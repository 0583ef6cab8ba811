/** The search for what is wrong in the models that a file's factories make besides its own choice. */
import type { Program } from "./program.ts";
import type { PythonDocument } from "./python-document.ts";
import { isFactoryWrong } from "./read-python.ts";

/** The file that a document was read from. */
export interface FurtherReader {
  open(): Program;
  /** With the models that the functions of these names make. */
  read(further: readonly string[]): PythonDocument | undefined;
}

/** Steps of Python, for all factories of a file: as many as a quarter of a second has. */
const MOST_STEPS = 2_000_000;

/**
 * The document with the first factory whose model has a mistake; itself if there is none. Nothing is asked where a mistake is told
 * already: it may be the same one. A generator, so that whoever asks decides when to go on: each `next` follows one factory.
 */
export function* withFurther(document: PythonDocument, { open, read }: FurtherReader): Generator<void, PythonDocument> {
  if (document.factories.length === 0 || hasMistake(document)) return document;
  yield;
  const program = open();
  for (const name of document.factories) {
    if (program.work() > MOST_STEPS) break;
    yield;
    if (!isFactoryWrong(program, name)) continue;
    const next = read([name]);
    if (next && hasMistake(next)) return next;
  }
  return document;
}

function hasMistake({ issues }: PythonDocument): boolean {
  return issues.some(({ severity }) => severity === "error");
}
