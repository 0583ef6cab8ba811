/**
 * Python files that are being edited, read as models. A text that is broken in the middle of typing keeps the last good
 * answer, moved along with the edit, for everything that is not being edited. In a notebook a cell may stay broken while others
 * are edited: they are read without it.
 */
import type { FurtherModel } from "../../formats/python/further-models.ts";
import { withFurther } from "../../formats/python/look-further.ts";
import { modulePaths } from "../../formats/python/module-paths.ts";
import { openProgram, type Program, type Trial } from "../../formats/python/program.ts";
import { emptyDocument, type PythonDocument } from "../../formats/python/python-document.ts";
import { type ReadOptions, readProgram } from "../../formats/python/read-python.ts";
import { wrongs } from "../../formats/python/repair/judge.ts";
import { type ReadTrial, repairsFor } from "../../formats/python/repair/repairs.ts";
import type { Range } from "../../graph/graph.ts";
import type { Fix, TextIssue } from "../../graph/issue.ts";
import { openPython, type Python } from "../../python/evaluate/evaluate.ts";
import { frameworks } from "../../python/frameworks.ts";
import type { SourceFile } from "../../python/site.ts";
import { loadParser, type ParserBytes } from "../../python/syntax/parser.ts";
import { documentIn, fixesIn, issuesIn, moveDocument } from "./move-document.ts";

/** The files around those that are read, for their imports. */
export interface Surroundings {
  /** Folders that imports are looked up in, besides the importing file's own. */
  readonly roots: () => readonly string[];
  /** `undefined`: there is no such file, or nothing may be read there. */
  readonly textOf: (path: string) => string | undefined;
}

/** An issue of a part of a document, as the document has it. */
interface Cut {
  readonly whole: PythonDocument;
  readonly issue: TextIssue;
  readonly part: Range;
}

interface Answer {
  readonly text: string;
  readonly document: PythonDocument;
}

export class PythonReader {
  readonly #python: Python;
  readonly #changes: { count: number };
  readonly #good = new Map<string, PythonDocument>();
  readonly #last = new Map<string, Answer>();
  /** Further models that have a mistake: of them it is asked at once when the text changes. */
  readonly #failing = new Map<string, readonly FurtherModel[]>();
  readonly #searched = new WeakSet<PythonDocument>();
  readonly #repairs = new WeakMap<TextIssue, readonly Fix[]>();
  readonly #wholes = new WeakMap<TextIssue, Cut>();
  readonly #parts = new WeakMap<PythonDocument, Map<string, PythonDocument>>();

  private constructor(python: Python, changes: { count: number }) {
    this.#python = python;
    this.#changes = changes;
  }

  static async open(bytes: ParserBytes, { roots, textOf }: Surroundings): Promise<PythonReader> {
    const parser = await loadParser(bytes);
    const resolve = (module: string, from: string, level: number): SourceFile | undefined => {
      for (const path of modulePaths(module, from, level, roots())) {
        const text = textOf(path);
        if (text !== undefined) return { path, text };
      }
      return undefined;
    };
    const changes = { count: 0 };
    const python = openPython({ parser, frameworks, resolve, changes: () => changes.count });
    return new PythonReader(python, changes);
  }

  /** The models of this text, of which `cells` can be read without each other; never throws on what it says. */
  read(file: SourceFile, cells: readonly Range[] = []): PythonDocument {
    const last = this.#last.get(file.path);
    if (last?.text === file.text) return last.document;
    const document = this.#readAnew(file, cells);
    this.#last.set(file.path, { text: file.text, document });
    return document;
  }

  /** The answers for a part of a text: one of a notebook's cells. */
  readPart(file: SourceFile, part: Range, cells: readonly Range[] = [part]): PythonDocument {
    const whole = this.read(file, cells);
    const parts = this.#parts.get(whole) ?? new Map<string, PythonDocument>();
    this.#parts.set(whole, parts);
    const key = `${part.start} ${part.end}`;
    const known = parts.get(key) ?? this.#cut(whole, part);
    parts.set(key, known);
    return known;
  }

  #cut(whole: PythonDocument, part: Range): PythonDocument {
    const cut = documentIn(whole, part);
    for (const [at, issue] of issuesIn(whole, part).entries()) {
      const shown = cut.issues[at];
      if (shown) this.#wholes.set(shown, { whole, issue, part });
    }
    return cut;
  }

  /** Remedies for an issue of a document of this reader, the likeliest first, each tried: `next` runs the text once. */
  *repairs(document: PythonDocument, issue: TextIssue): Generator<void, readonly Fix[]> {
    const known = this.#repairs.get(issue);
    if (known) return known;
    const cut = this.#wholes.get(issue);
    if (cut) return fixesIn(yield* this.repairs(cut.whole, cut.issue), cut.part);
    const { path, further } = document;
    const read: ReadTrial = (text, trial, others = []) => {
      return readProgram(this.#open({ path, text }, trial), { further: [...further, ...others], isTrial: true });
    };
    const fixes = yield* repairsFor(issue, { document, read });
    this.#repairs.set(issue, fixes);
    return fixes;
  }

  /**
   * Looks for mistakes in the file's further models, once for each text; gives whether there are more mistakes now. `next` follows
   * one model.
   */
  *lookFurther(path: string): Generator<void, boolean> {
    const last = this.#last.get(path);
    if (last === undefined || this.#searched.has(last.document)) return false;
    const { document } = last;
    this.#searched.add(document);
    const open = () => this.#open({ path, text: document.text });
    const read = (further: readonly FurtherModel[]) => readProgram(open(), { further });
    const whole = yield* withFurther(document, { open, read });
    if (whole === document || this.#last.get(path) !== last) return false;
    this.#failing.set(path, whole.further);
    this.#searched.add(whole);
    this.#good.set(path, whole);
    this.#last.set(path, { text: last.text, document: whole });
    return true;
  }

  /** Forgets answers, because a file that they were made from has changed; what was good stays for broken texts. */
  invalidate(): void {
    this.#last.clear();
    this.#changes.count++;
  }

  /** To be called when a file is closed. */
  forget(path: string): void {
    this.#last.delete(path);
    this.#good.delete(path);
    this.#failing.delete(path);
    this.#python.forget(path);
  }

  #open(file: SourceFile, trial?: Trial): Program {
    return openProgram(this.#python, file, frameworks, trial);
  }

  #readAnew(given: SourceFile, cells: readonly Range[]): PythonDocument {
    const good = this.#good.get(given.path);
    const broken = this.#python.read(given).broken ? cells.filter((cell) => this.#isBroken(given, cell)) : undefined;
    if (good && broken && (broken.length === 0 || differInOne(good.text, given.text, broken)))
      return moveDocument(good, given.text);
    const file = broken ? { ...given, text: blankIn(given.text, broken) } : given;
    const options: ReadOptions = { further: this.#failing.get(file.path) ?? [] };
    const document = readProgram(this.#open(file), options) ?? emptyDocument(file);
    if (wrongs(document).length === 0) this.#failing.delete(file.path);
    this.#good.set(file.path, document);
    return document;
  }

  #isBroken({ path, text }: SourceFile, { start, end }: Range): boolean {
    const alone = { path: `${path}#cell`, text: text.slice(start, end) };
    const { broken } = this.#python.read(alone);
    this.#python.forget(alone.path);
    return broken;
  }
}

/** Whether all that two texts differ in lies in one of the cells, as it stands in the second text. */
function differInOne(before: string, after: string, cells: readonly Range[]): boolean {
  return cells.some(
    ({ start, end }) =>
      before.startsWith(after.slice(0, start)) &&
      before.length - start >= after.length - end &&
      before.endsWith(after.slice(end)),
  );
}

/** The text with nothing in these cells, in which every place stays where it is. */
function blankIn(text: string, cells: readonly Range[]): string {
  return cells.reduce(
    (left, { start, end }) => left.slice(0, start) + left.slice(start, end).replace(/[^\n]/g, " ") + left.slice(end),
    text,
  );
}
