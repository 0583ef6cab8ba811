/** The models of all kinds of files, for whoever trains and shows them. */
import type * as vscode from "vscode";
import type { ModelDocuments } from "./model-documents.ts";
import type { PythonDocument, PythonDocuments, PythonService } from "./python/python-documents.ts";

type Read = NonNullable<ReturnType<PythonService["modelDocumentOf"]>>;

interface Reading {
  readonly document: Read;
  readonly variant?: string;
}

export class OpenModels {
  readonly #documents: ModelDocuments;
  readonly #python: PythonDocuments;
  /** By address: which of a Python file's models is meant. */
  readonly #chosen = new Map<string, string>();
  /** Read once for each answer, so that the same answer stays the same model. */
  readonly #readings = new WeakMap<PythonDocument, Map<string, Reading | undefined>>();
  #count = 0;

  readonly onDidChange: vscode.Event<void>;

  constructor(documents: ModelDocuments, python: PythonDocuments) {
    this.#documents = documents;
    this.#python = python;
    this.onDidChange = python.onDidChange;
  }

  isModel(document: vscode.TextDocument): boolean {
    return this.#documents.isModel(document) || this.#python.isModel(document);
  }

  read(document: vscode.TextDocument): Reading | undefined {
    if (this.#documents.isModel(document)) return { document: this.#documents.read(document) };
    const name = this.#chosen.get(document.uri.toString()) ?? "";
    return this.#python.ask(document, (service, python) => this.#readPython(service, python, name));
  }

  async prepare(document: vscode.TextDocument): Promise<void> {
    if (this.#python.isModel(document)) await this.#python.prepare();
  }

  choose(uri: vscode.Uri, model: string): void {
    this.#chosen.set(uri.toString(), model);
  }

  #readPython(service: PythonService, python: PythonDocument, name: string): Reading | undefined {
    const known = this.#readings.get(python) ?? new Map<string, Reading | undefined>();
    this.#readings.set(python, known);
    if (!known.has(name)) {
      const document = service.modelDocumentOf(python, name);
      known.set(name, document && { document, variant: String(++this.#count) });
    }
    return known.get(name);
  }
}
