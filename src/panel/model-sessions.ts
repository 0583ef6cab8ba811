/** The sessions of all models that were looked at, kept in step with the editor: edits, renames, deletions, the active one. */
import * as vscode from "vscode";
import { layerAt } from "../service/place.ts";
import type { ModelReader } from "./model-reader.ts";
import { ModelSession, type SessionChange, type SessionWorld } from "./model-session.ts";
import type { ReadModel } from "./model-text.ts";

const EDIT_MS = 60;

export interface SessionEvent {
  readonly session: ModelSession;
  readonly change: SessionChange;
}

export class ModelSessions implements vscode.Disposable {
  readonly #world: SessionWorld;
  readonly #reader: ModelReader;
  readonly #sessions = new Map<string, ModelSession>();
  /** Edits that wait until the typing pauses. */
  readonly #edited = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #changes = new vscode.EventEmitter<SessionEvent>();
  readonly #activations = new vscode.EventEmitter<ModelSession | undefined>();
  readonly #subscriptions: vscode.Disposable;
  #active: ModelSession | undefined;
  #shown: ModelSession | undefined;

  readonly onDidChange = this.#changes.event;
  readonly onDidChangeActive = this.#activations.event;

  constructor(world: SessionWorld, reader: ModelReader) {
    this.#world = world;
    this.#reader = reader;
    const watcher = vscode.workspace.createFileSystemWatcher("**/*.{cnn.json,py}");
    this.#subscriptions = vscode.Disposable.from(
      this.#changes,
      this.#activations,
      this.onDidChange(() => this.#letGo()),
      vscode.window.tabGroups.onDidChangeTabs(() => this.#letGo()),
      watcher,
      watcher.onDidDelete((uri) => this.#markGone(uri)),
      // The watcher tells a deleted folder's name alone, which is no model's.
      vscode.workspace.onDidDeleteFiles(({ files }) => this.#markAllGone(files)),
      // Not every file system tells of what others did to it.
      vscode.window.onDidChangeWindowState(({ focused }) => focused && this.#lookForFile()),
      watcher.onDidCreate((uri) => this.#reread(uri)),
      watcher.onDidChange((uri) => this.#reread(uri)),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) this.#follow(oldUri, newUri);
      }),
      reader.onDidChange(() => this.#readAnew()),
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.#reopen(document);
        this.find(document.uri)?.markGone(undefined);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#edit(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#close(document)),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.#activate(editor)),
      // A tab's end may be told before its editor's.
      vscode.window.onDidChangeVisibleTextEditors(() => {
        this.#letGo();
        this.#activateVisible();
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#selectAtCursor(textEditor)),
    );
    this.#activate(vscode.window.activeTextEditor);
    this.#activateVisible();
  }

  /** The model that was looked at last; `undefined` when none is open any more. */
  get active(): ModelSession | undefined {
    return this.#active;
  }

  isModel(document: vscode.TextDocument): boolean {
    return this.#reader.isModel(document);
  }

  find(uri: vscode.Uri): ModelSession | undefined {
    return this.#sessions.get(uri.toString());
  }

  /** The session of a model file, once files of its kind can be read. `model` chooses one of several in it. */
  async open(document: vscode.TextDocument, model?: string): Promise<ModelSession | undefined> {
    await this.#reader.prepare(document);
    if (model !== undefined) this.#reader.choose(document.uri, model);
    return this.of(document);
  }

  /** The session of a model file, with its text as it stands; `undefined` if there is no model in it, or none yet. */
  of(document: vscode.TextDocument): ModelSession | undefined {
    const uri = document.uri.toString();
    this.#forgetEdit(uri);
    const read = this.#read(document);
    if (read === undefined) return this.#sessions.get(uri);
    const known = this.#sessions.get(uri);
    if (known) {
      known.update(read);
      return known;
    }
    const session: ModelSession = new ModelSession(uri, read, this.#world, (change) =>
      this.#changes.fire({ session, change }),
    );
    this.#sessions.set(uri, session);
    return session;
  }

  /** Makes this the model that status bar and inspector speak of. */
  activate(session: ModelSession | undefined): void {
    if (session === this.#active) return;
    this.#active = session;
    this.#activations.fire(session);
  }

  /** Says which model the inspector shows: it stays active without an editor. */
  keepShown(session: ModelSession | undefined): void {
    this.#shown = session;
    this.#letGo();
  }

  /** Ends all trainings, and hands what must survive to the keeper. */
  async close(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => session.close()));
  }

  dispose(): void {
    for (const timer of this.#edited.values()) clearTimeout(timer);
    this.#subscriptions.dispose();
  }

  #read(document: vscode.TextDocument): ReadModel | undefined {
    const reading = this.#reader.read(document);
    return reading && { fileName: fileNameOf(document.uri), text: document.getText(), ...reading };
  }

  /** Files that wait for their language's parser, and models whose imported files have changed. */
  #readAnew(): void {
    for (const document of vscode.workspace.textDocuments) this.#reopen(document);
    this.#activate(vscode.window.activeTextEditor);
    this.#activateVisible();
  }

  #activate(editor: vscode.TextEditor | undefined): void {
    const session = editor && this.isModel(editor.document) ? this.of(editor.document) : undefined;
    if (editor === undefined || session === undefined) return;
    this.activate(session);
    this.#selectAtCursor(editor);
  }

  /** A model that is seen is better than none: its editor need not be the active one. */
  #activateVisible(): void {
    if (this.#active === undefined) {
      this.#activate(vscode.window.visibleTextEditors.find(({ document }) => this.isModel(document)));
    }
  }

  #edit(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    if (!this.#sessions.has(uri)) return;
    clearTimeout(this.#edited.get(uri));
    this.#edited.set(
      uri,
      setTimeout(() => this.#takeEdit(document), EDIT_MS),
    );
  }

  #takeEdit(document: vscode.TextDocument): void {
    this.#forgetEdit(document.uri.toString());
    if (document.isClosed) return;
    this.of(document);
    const editor = vscode.window.visibleTextEditors.find((visible) => visible.document === document);
    if (editor) this.#selectAtCursor(editor);
  }

  #forgetEdit(uri: string): void {
    clearTimeout(this.#edited.get(uri));
    this.#edited.delete(uri);
  }

  #selectAtCursor({ document, selection }: vscode.TextEditor): void {
    const session = this.find(document.uri);
    // While an edit waits, the cursor speaks of a text that the session does not have yet.
    if (!session || this.#edited.has(document.uri.toString())) return;
    const layer = layerAt(session.read.document, document.offsetAt(selection.active));
    if (layer !== undefined) session.select(layer);
  }

  /** A model's text that is read anew. */
  #reopen(document: vscode.TextDocument): void {
    if (this.#sessions.has(document.uri.toString())) this.of(document);
  }

  /** The file of a model that is shown was written; without an editor nobody else would tell. */
  async #reread(uri: vscode.Uri): Promise<void> {
    const session = this.find(uri);
    if (session === undefined || (session !== this.#active && session !== this.#shown)) return;
    const document = await vscode.workspace.openTextDocument(uri).then(undefined, () => undefined);
    if (document) this.of(document)?.markGone(undefined);
  }

  #close({ uri }: vscode.TextDocument): void {
    this.#forgetEdit(uri.toString());
    const session = this.find(uri);
    if (session && session !== this.#active) session.release();
  }

  /** A model that no editor and no inspector shows, and that is not being trained, is not the active one any more. */
  #letGo(): void {
    const session = this.#active;
    if (session === undefined || session === this.#shown || session.status.state !== "idle") return;
    const open = openTexts();
    if (open.includes(session.uri)) return;
    session.release();
    this.activate(open.map((uri) => this.#sessions.get(uri)).find((other) => other !== undefined));
  }

  #markGone(uri: vscode.Uri): void {
    this.find(uri)?.markGone(`${fileNameOf(uri)} was deleted. What is shown is how it was last.`);
  }

  /** `deleted` may be folders. */
  #markAllGone(deleted: readonly vscode.Uri[]): void {
    for (const key of this.#sessions.keys()) {
      const uri = vscode.Uri.parse(key);
      if (deleted.some((gone) => isWithin(uri, gone))) this.#markGone(uri);
    }
  }

  async #lookForFile(): Promise<void> {
    const session = this.#shown ?? this.#active;
    const uri = session && vscode.Uri.parse(session.uri);
    if (uri === undefined || uri.scheme === "untitled") return;
    const found = await vscode.workspace.fs.stat(uri).then(
      () => true,
      (error: unknown) => !(error instanceof vscode.FileSystemError && error.code === "FileNotFound"),
    );
    if (!found) this.#markGone(uri);
  }

  /** `from` may be a folder. */
  #follow(from: vscode.Uri, to: vscode.Uri): void {
    for (const [key, session] of [...this.#sessions]) {
      const uri = vscode.Uri.parse(key);
      if (!isWithin(uri, from)) continue;
      const moved = to.with({ path: `${to.path}${uri.path.slice(from.path.length)}` });
      const newcomer = this.find(moved);
      this.#sessions.delete(key);
      this.#sessions.set(moved.toString(), session);
      session.move(moved.toString(), fileNameOf(moved));
      // The editor may have shown the new name before the rename was told.
      newcomer?.release();
      if (newcomer && newcomer === this.#active) this.activate(session);
    }
  }
}

/** Whether a file is this one, or lies in this folder. */
function isWithin(uri: vscode.Uri, place: vscode.Uri): boolean {
  return uri.toString() === place.toString() || uri.path.startsWith(`${place.path}/`);
}

/** The addresses of all texts that have a tab or an editor. A document may stay open long after them. */
function openTexts(): string[] {
  const visible = vscode.window.visibleTextEditors.map(({ document }) => document.uri.toString());
  const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
  const tabs = inputs.flatMap((input) => {
    if (input instanceof vscode.TabInputText) return [input.uri.toString()];
    return input instanceof vscode.TabInputTextDiff ? [input.modified.toString()] : [];
  });
  return [...visible, ...tabs];
}

/** The last part of the path. */
export function fileNameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf("/") + 1);
}
