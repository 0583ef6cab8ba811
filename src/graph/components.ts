/**
 * Strongly connected components, by Tarjan's algorithm (Depth-first search and linear graph algorithms, 1972), with its
 * own stack instead of recursion: a model of 100,000 layers in a row must not overflow.
 */

interface Visit {
  readonly node: number;
  /** Which of its neighbours comes next. */
  next: number;
}

/** Groups of nodes that all reach each other along `next`, each node in one group. */
export function strongComponents(next: readonly (readonly number[])[]): number[][] {
  const search = new Search(next);
  for (let node = 0; node < next.length; node++) search.startAt(node);
  return search.components;
}

class Search {
  readonly components: number[][] = [];
  readonly #next: readonly (readonly number[])[];
  readonly #found: Int32Array;
  readonly #low: Int32Array;
  /** Nodes found whose component is not complete yet. */
  readonly #open: number[] = [];
  readonly #isOpen: Uint8Array;
  readonly #visits: Visit[] = [];
  #count = 0;

  constructor(next: readonly (readonly number[])[]) {
    this.#next = next;
    this.#found = new Int32Array(next.length).fill(-1);
    this.#low = new Int32Array(next.length);
    this.#isOpen = new Uint8Array(next.length);
  }

  startAt(start: number): void {
    if (this.#found[start] !== -1) return;
    this.#enter(start);
    for (let visit = this.#visits.at(-1); visit; visit = this.#visits.at(-1)) {
      const neighbour = this.#next[visit.node]?.[visit.next++];
      if (neighbour === undefined) this.#leave(visit.node);
      else if (this.#found[neighbour] === -1) this.#enter(neighbour);
      else if (this.#isOpen[neighbour]) this.#lower(visit.node, this.#found[neighbour] ?? 0);
    }
  }

  #enter(node: number): void {
    this.#found[node] = this.#count;
    this.#low[node] = this.#count++;
    this.#open.push(node);
    this.#isOpen[node] = 1;
    this.#visits.push({ node, next: 0 });
  }

  #leave(node: number): void {
    this.#visits.pop();
    const low = this.#low[node] ?? 0;
    const parent = this.#visits.at(-1);
    if (parent) this.#lower(parent.node, low);
    if (low !== this.#found[node]) return;
    const component = this.#open.splice(this.#open.lastIndexOf(node));
    for (const member of component) this.#isOpen[member] = 0;
    this.components.push(component);
  }

  #lower(node: number, low: number): void {
    this.#low[node] = Math.min(this.#low[node] ?? 0, low);
  }
}
