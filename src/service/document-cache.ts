/** Models read from texts that change: each version of each text is read once, whoever asks first. */
import { readCnnJson } from "../formats/cnn-json/read.ts";
import type { ModelDocument } from "../formats/model-document.ts";

/** One version of a text. `version` changes with every edit. */
export interface VersionedText {
  readonly uri: string;
  readonly version: number;
  getText(): string;
}

interface CachedModel {
  readonly version: number;
  readonly model: ModelDocument;
}

export class DocumentCache {
  readonly #models = new Map<string, CachedModel>();

  /** The model of this very version of the text; never throws on what the text says. */
  read(text: VersionedText): ModelDocument {
    const cached = this.#models.get(text.uri);
    if (cached?.version === text.version) return cached.model;
    const model = readCnnJson(text.getText(), fileNameOf(text.uri));
    this.#models.set(text.uri, { version: text.version, model });
    return model;
  }

  /** To be called when a text is closed: reopened, it starts with an old version number and perhaps another content. */
  forget(uri: string): void {
    this.#models.delete(uri);
  }
}

/** The last part of the path: `article.cnn.json`. */
function fileNameOf(uri: string): string {
  const name = /[^/:]*$/.exec(uri.replace(/[?#].*$/, ""))?.[0] ?? "";
  try {
    return decodeURIComponent(name);
  } catch {
    // A lone % is no encoding: the name stands as it is.
    return name;
  }
}
