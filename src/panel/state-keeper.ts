/**
 * Writes what must survive, neither at every checkpoint nor too late: one write at a time, the newest state only. A disk
 * that refuses is told to the user once; the state stays in memory.
 */
import { type Folder, type KeptState, pruneKept, readKept, removeKept, writeKept } from "./kept-state.ts";

const BETWEEN_MS = 2_000;

interface Entry {
  wanted: KeptState | "removed" | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** When the next write may be. */
  notBefore: number;
  writing: Promise<void>;
}

export class StateKeeper {
  readonly #folder: Folder;
  readonly #warn: (message: string) => void;
  readonly #entries = new Map<string, Entry>();
  #hasWarned = false;
  #hasPruned = false;

  constructor(folder: Folder, warn: (message: string) => void) {
    this.#folder = folder;
    this.#warn = warn;
  }

  /** `undefined` if nothing was kept of this model, or nothing that can be read. */
  async read(model: string): Promise<KeptState | undefined> {
    try {
      return await readKept(this.#folder, model);
    } catch (error) {
      this.#tell("read", error);
      return undefined;
    }
  }

  /** Writes at once if the last write was long enough ago, else soon. */
  keep(model: string, state: KeptState): void {
    this.#want(model, state);
  }

  remove(model: string): void {
    this.#want(model, "removed");
  }

  /** Writes what is waiting, at once. Settles when it is done; never rejects. */
  async flush(model?: string): Promise<void> {
    const models = model === undefined ? [...this.#entries.keys()] : [model];
    await Promise.all(models.map((each) => this.#write(each)));
  }

  #want(model: string, wanted: KeptState | "removed"): void {
    let entry = this.#entries.get(model);
    if (entry === undefined) {
      entry = { wanted: undefined, timer: undefined, notBefore: 0, writing: Promise.resolve() };
      this.#entries.set(model, entry);
    }
    entry.wanted = wanted;
    entry.timer ??= setTimeout(() => void this.#write(model), Math.max(0, entry.notBefore - performance.now()));
  }

  async #write(model: string): Promise<void> {
    const entry = this.#entries.get(model);
    if (entry === undefined) return;
    clearTimeout(entry.timer);
    entry.timer = undefined;
    entry.notBefore = performance.now() + BETWEEN_MS;
    entry.writing = entry.writing.then(() => this.#writeNow(model, entry));
    await entry.writing;
  }

  async #writeNow(model: string, entry: Entry): Promise<void> {
    const { wanted } = entry;
    entry.wanted = undefined;
    if (wanted === undefined) return;
    try {
      if (wanted === "removed") await removeKept(this.#folder, model);
      else await this.#writeState(model, wanted);
    } catch (error) {
      this.#tell("written to", error);
    }
  }

  async #writeState(model: string, state: KeptState): Promise<void> {
    await writeKept(this.#folder, model, state);
    if (this.#hasPruned) return;
    this.#hasPruned = true;
    await pruneKept(this.#folder);
  }

  #tell(what: string, error: unknown): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    const why = error instanceof Error ? error.message : String(error);
    this.#warn(
      `ConvLens's storage could not be ${what} (${why}). Trained weights are kept in memory and lost when the window ` +
        "closes: save them with “ConvLens: Save Weights”.",
    );
  }
}
