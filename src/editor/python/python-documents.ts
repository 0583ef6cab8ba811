/**
 * The Python files and notebooks that are open and import a framework, read as they stand in the editor. What reads them is
 * loaded with the first of them, parser and all; until then there are no answers.
 */
import * as vscode from "vscode";
import { mayHaveModels } from "../../service/python/may-have-models.ts";
import type { Issue } from "../answers.ts";
import { isCell, notebookOf } from "./notebook-of.ts";
import { WorkspaceSources } from "./workspace-sources.ts";

/** Any scheme: files, remote files, unsaved ones, both sides of a comparison, and notebooks' cells. */
export const pythonSelector: vscode.DocumentSelector = [
  { language: "python" },
  { language: "python", notebookType: "*" },
];

export type PythonService = typeof import("../../service/python/main.ts").pythonService;
type PythonReader = Awaited<ReturnType<PythonService["PythonReader"]["open"]>>;
export type PythonDocument = ReturnType<PythonReader["read"]>;

/** Nobody types. */
const QUIET_MS = 300;

/** By which imports are looked up; another version of a file, such as a commit's, is one of its own beside it. */
function pathOf({ path, scheme, query }: vscode.Uri): string {
  return query === "" ? path : `${path}#${encodeURIComponent(`${scheme}?${query}`)}`;
}

export class PythonDocuments implements vscode.Disposable {
  readonly #extension: vscode.Uri;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly #sources = new WorkspaceSources();
  readonly #subscriptions: vscode.Disposable;
  #service: PythonService | undefined;
  #reader: PythonReader | undefined;
  #loading: Promise<void> | undefined;
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();

  /** Answers changed though their document was not edited. */
  readonly onDidChange = this.#changes.event;

  constructor(extension: vscode.Uri) {
    this.#extension = extension;
    this.#subscriptions = vscode.Disposable.from(
      this.#changes,
      this.#sources,
      this.#sources.onDidChange(() => {
        this.#reader?.invalidate();
        this.#changes.fire();
      }),
      vscode.workspace.onDidCloseNotebookDocument(({ uri }) => this.#reader?.forget(pathOf(uri))),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (!isCell(uri)) this.#reader?.forget(pathOf(uri));
      }),
    );
  }

  /** Whether it is Python that imports a framework, in a notebook in any of its cells. */
  isModel(document: vscode.TextDocument): boolean {
    if (vscode.languages.match(pythonSelector, document) === 0) return false;
    return mayHaveModels(notebookOf(document)?.text ?? document.getText());
  }

  /** The models in a document as it stands; `undefined` while the parser is being loaded, and for other files. */
  read(document: vscode.TextDocument): PythonDocument | undefined {
    if (!this.isModel(document)) return undefined;
    if (this.#reader === undefined) {
      void this.prepare();
      return undefined;
    }
    const path = pathOf(document.uri);
    const notebook = notebookOf(document);
    if (notebook === undefined) return this.#reader.read({ path, text: document.getText() });
    const { text, part, cells } = notebook;
    return this.#reader.readPart({ path, text }, part, cells);
  }

  /** Asks the service about a document; `undefined` as in `read`. */
  ask<T>(document: vscode.TextDocument, question: (service: PythonService, read: PythonDocument) => T): T | undefined {
    const read = this.read(document);
    return read && this.#service && question(this.#service, read);
  }

  /** Remedies that were tried on the text, the likeliest first; the editor is let in between two trials. */
  async fixes(document: vscode.TextDocument, issue: Issue, token: vscode.CancellationToken): Promise<Issue["fixes"]> {
    const read = this.read(document);
    if (read === undefined || this.#reader === undefined) return issue.fixes;
    const isOver = () => token.isCancellationRequested;
    return (await inSteps(this.#reader.repairs(read, issue), isOver)) ?? issue.fixes;
  }

  /** Looks, when nobody types, for mistakes that only other models of the file have; then answers change. */
  lookFurther(document: vscode.TextDocument): void {
    const path = pathOf(document.uri);
    clearTimeout(this.#waiting.get(path));
    this.#waiting.set(
      path,
      setTimeout(() => {
        this.#waiting.delete(path);
        if (!document.isClosed && this.read(document)) void this.#look(path);
      }, QUIET_MS),
    );
  }

  async #look(path: string): Promise<void> {
    if (this.#reader && (await inSteps(this.#reader.lookFurther(path)))) this.#changes.fire();
  }

  /** Settles when the parser is there. */
  prepare(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /** The same for a text that no editor shows; waits for the parser. */
  async readText(uri: vscode.Uri, text: string): Promise<PythonDocument | undefined> {
    await this.prepare();
    // Beside what is open under this address, whose answers are its own.
    const path = `${uri.path}#other`;
    const document = this.#reader?.read({ path, text });
    this.#reader?.forget(path);
    return document;
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#subscriptions.dispose();
  }

  async #load(): Promise<void> {
    const read = (name: string) =>
      vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.#extension, "media", "parsers", `${name}.wasm`));
    const [runtime, grammar, { pythonService }] = await Promise.all([
      read("web-tree-sitter"),
      read("tree-sitter-python"),
      import("../../service/python/main.ts"),
    ]);
    this.#service = pythonService;
    this.#reader = await pythonService.PythonReader.open(
      { runtime, grammar },
      { roots: () => this.#sources.roots(), textOf: (path) => this.#sources.textOf(path) },
    );
    this.#changes.fire();
  }
}

/** Runs a generator to its end, and lets the editor in between two steps; `undefined`: it was given up. */
async function inSteps<T>(steps: Generator<void, T>, isOver = () => false): Promise<T | undefined> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await new Promise((resolve) => setTimeout(resolve));
    if (isOver()) return undefined;
  }
}
