/** A model's text as it stands, with what is selected in it and what stands in its way. */
import type { ModelDocument } from "../formats/model-document.ts";
import { clampSelection } from "./snapshot.ts";

/** One version of a model file, read. */
export interface ReadModel {
  readonly fileName: string;
  readonly text: string;
  readonly document: ModelDocument;
  /** Where a text alone does not say what is read: which of its models, with which imported files. */
  readonly variant?: string;
}

export class ModelText {
  #read: ReadModel;
  #revision = 1;
  /** `undefined` until somebody has selected something. */
  #selected: number | undefined;
  /** Why the file itself cannot be followed: it was deleted. */
  #gone: string | undefined;
  /** Why its data set cannot be had. */
  datasetTrouble: string | undefined;

  constructor(read: ReadModel) {
    this.#read = read;
  }

  get read(): ReadModel {
    return this.#read;
  }

  /** Rises with every change. */
  get revision(): number {
    return this.#revision;
  }

  get trouble(): string | undefined {
    return this.#gone ?? this.datasetTrouble;
  }

  /** Index of a layer; -1 is the input. */
  get selected(): number {
    const { document } = this.#read;
    return clampSelection(document.graph, this.#selected ?? firstLook(document));
  }

  /** Whether anything changed. */
  update(read: ReadModel): boolean {
    const isSame =
      read.text === this.#read.text && read.fileName === this.#read.fileName && read.variant === this.#read.variant;
    // A file that is gone may still have an editor with its last text, which says nothing about the file.
    if (isSame) return false;
    this.#read = read;
    this.#revision++;
    this.#gone = this.datasetTrouble = undefined;
    return true;
  }

  /** Whether that is another layer. */
  select(layer: number): boolean {
    const before = this.selected;
    this.#selected = layer;
    return this.selected !== before;
  }

  /** Whether that is news. `undefined` when the file is there. */
  markGone(message: string | undefined): boolean {
    const isNews = message !== this.#gone;
    this.#gone = message;
    return isNews;
  }
}

/** What is shown before anybody has selected something: the first layer with a window, as a convolution; else the input. */
function firstLook({ analysis }: ModelDocument): number {
  return analysis.nodes.findIndex((node) => node.known && node.shape.window !== undefined);
}
