/** What other texts would be worth in the place of an argument: asked while a program runs, without changing what it does. */
import type { Range } from "../../graph/graph.ts";
import type { Expression } from "../syntax/tree.ts";
import { Unknown, type Value } from "../value.ts";
import { evaluate } from "./expressions.ts";
import type { Frame } from "./frame.ts";
import type { Interpreter } from "./interpreter.ts";
import { Raised } from "./raised.ts";

/** What stood there and what each of the texts was worth; `undefined`: Python raises. */
export interface Answer {
  readonly own: Value;
  readonly others: readonly (Value | undefined)[];
}

export interface Question {
  readonly path: string;
  /** The argument, as it is written. */
  readonly range: Range;
  /** Names and calculations, whose values may be asked for at any time. */
  readonly texts: readonly string[];
  /** One each time that Python surely came there. */
  readonly answers: Answer[];
}

/** A question with its texts read. */
export interface OpenQuestion {
  readonly question: Question;
  readonly texts: readonly (Expression | undefined)[];
}

/** To be called with what an argument is worth. */
export function answerQuestions(run: Interpreter, frame: Frame, { start, end }: Range, own: Value): void {
  if (!run.certain) return;
  for (const { question, texts } of run.questions) {
    const { path, range, answers } = question;
    const isHere = path === frame.file.path && range.start === start + frame.offset && range.end === end + frame.offset;
    if (isHere) answers.push({ own, others: texts.map((text) => worthOf(run, frame, text)) });
  }
}

function worthOf(run: Interpreter, frame: Frame, text: Expression | undefined): Value | undefined {
  if (text === undefined) return new Unknown("it is not readable as Python");
  try {
    return evaluate(run, frame, text);
  } catch (error) {
    if (error instanceof Raised) return undefined;
    throw error;
  }
}
