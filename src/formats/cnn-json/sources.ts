/** What feeds a layer: the names in its `inputs`, or the layer before it. */
import type { Node } from "jsonc-parser";
import type { Source } from "../../graph/graph.ts";
import { nearest } from "../nearest.ts";
import { writeInstead } from "./edits.ts";
import { excerptOf, type Member, rangeOf, shorten } from "./json-node.ts";
import type { Reading } from "./reading.ts";

/** Looking for a near name takes all names: done only for the first mistakes, so that a file full of them is still read fast. */
const MOST_SUGGESTIONS = 50;

/** Everything in a model that has a name. Of a name that is there twice the first counts. */
export class AddressBook {
  readonly #sources = new Map<string, Source>();
  #suggestions = 0;

  constructor(inputNames: readonly string[], layerNames: readonly string[]) {
    inputNames.forEach((name, index) => {
      this.#add(name, { kind: "input", index });
    });
    layerNames.forEach((name, index) => {
      this.#add(name, { kind: "node", index });
    });
  }

  find(name: string): Source | undefined {
    return this.#sources.get(name);
  }

  nearest(name: string, except: string): string | undefined {
    if (this.#suggestions++ >= MOST_SUGGESTIONS) return undefined;
    return nearest(
      name,
      [...this.#sources.keys()].filter((other) => other !== except),
    );
  }

  #add(name: string, source: Source): void {
    if (!this.#sources.has(name)) this.#sources.set(name, source);
  }
}

/** The layer's feeders; `owner` is its name, `index` its place in the list. */
export function readSources(
  reading: Reading,
  member: Member | undefined,
  owner: { readonly name: string; readonly index: number },
  book: AddressBook,
): Source[] {
  const value = member?.value;
  if (value === undefined) return [sourceBefore(owner.index)];
  if (value.type === "array")
    return (value.children ?? []).map((child) => readSource(reading, child, owner.name, book));
  return [readSource(reading, value, owner.name, book)];
}

/** The first layer is fed by the first input. */
export function sourceBefore(index: number): Source {
  return index === 0 ? { kind: "input", index: 0 } : { kind: "node", index: index - 1 };
}

function readSource(reading: Reading, node: Node, owner: string, book: AddressBook): Source {
  const found = excerptOf(reading.text, rangeOf(node));
  if (node.type !== "string") {
    const message = `${owner}.inputs must be the name of a layer or a list of names, not ${found}.`;
    reading.error("value/wrong", rangeOf(node), message);
    return { kind: "unknown", name: found };
  }
  const name = String(node.value);
  const source = book.find(name);
  if (source) return source;
  const near = book.nearest(name, owner);
  const remedy = near === undefined ? "Name a layer or an input of this model." : `Write "${near}".`;
  const message = `${owner} takes its input from ${found}, but nothing has that name. ${remedy}`;
  reading.error("inputs/unknown-name", rangeOf(node), message, near === undefined ? [] : [writeInstead(node, near)]);
  return { kind: "unknown", name: shorten(name) };
}
