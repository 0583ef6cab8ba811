/** Names must be unique: layers are addressed by them, and weights are kept under them. */
import type { Graph } from "./graph.ts";
import type { GraphIssue } from "./issue.ts";

/** An error at every layer whose name an input or an earlier layer has, with a free name as its remedy. */
export function findDuplicateNames(graph: Graph): GraphIssue[] {
  const all = [...graph.inputs, ...graph.nodes].map(({ name }) => name);
  const free = new FreeNames(all);
  const seen = new Set(graph.inputs.map(({ name }) => name));
  return graph.nodes.flatMap(({ name }, node): GraphIssue[] => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const other = free.like(name);
    const message = `The name ${name} is already taken. Name this layer ${other}.`;
    const remedy = { kind: "set", attribute: "name", value: other } as const;
    return [{ code: "graph/duplicate-name", severity: "error", message, node, attribute: "name", remedy }];
  });
}

/** Gives names that nobody has, each once. */
export class FreeNames {
  readonly #taken: Set<string>;
  /** For each stem the number to try next, so that many names of one stem take no longer than their number. */
  readonly #next = new Map<string, number>();

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  /** The name with another number behind it: `a_2` for `a` and for `a_1`. */
  like(name: string): string {
    return this.numbered(name.replace(/_\d{1,9}$/, ""), 2);
  }

  /** `stem_number` with the first free number from `least` on. */
  numbered(stem: string, least: number): string {
    let number = Math.max(least, this.#next.get(stem) ?? 0);
    while (this.#taken.has(`${stem}_${number}`)) number++;
    this.#next.set(stem, number + 1);
    const name = `${stem}_${number}`;
    this.#taken.add(name);
    return name;
  }
}
