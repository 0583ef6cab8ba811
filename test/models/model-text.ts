/** Builds the text of a model file layer by layer, one on each line. */
import { jsonText } from "../../src/formats/cnn-json/json-text.ts";

export type Attributes = Readonly<Record<string, unknown>>;

export class ModelText {
  readonly #about: string;
  readonly #input: readonly number[];
  readonly #lines: string[] = [];
  #last = "input";

  /** `about` becomes a comment, `input` is [height, width, channels]. */
  constructor(about: string, input: readonly number[]) {
    this.#about = about;
    this.#input = input;
  }

  /** The layer that was added last. */
  get last(): string {
    return this.#last;
  }

  /** Adds a layer behind `from` and gives its name. */
  add(type: string, name: string, attributes: Attributes = {}, from: string | readonly string[] = this.#last): string {
    const inputs = from === this.#last ? undefined : from;
    this.#lines.push(`    ${jsonText({ type, name, inputs, ...attributes })},`);
    this.#last = name;
    return name;
  }

  toString(): string {
    return `// ${this.#about} Made by test/models/generate.ts.\n{\n  "input": ${jsonText(this.#input)},\n  "layers": [\n${this.#lines.join("\n")}\n  ],\n}\n`;
  }
}
