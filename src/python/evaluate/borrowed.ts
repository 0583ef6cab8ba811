/**
 * What imported files came to is kept from one evaluation to the next. An evaluation borrows it: whatever it changes in it (a registry
 * to which a decorator adds, an attribute of an imported class) is put back before the next one begins.
 */
import { type Slot, SlotMap } from "./journal.ts";

export class Borrowed {
  readonly #owned: ReadonlySet<object>;
  #before = new SlotMap();
  #undo: (() => void)[] = [];

  /** `roots`: the modules, and with them all that can be reached from them. */
  constructor(roots: Iterable<object>) {
    this.#owned = reachable(roots);
  }

  owns(target: object): boolean {
    return this.#owned.has(target);
  }

  /** Call before a slot of something owned changes. */
  note(slot: Slot): void {
    if (!this.#before.has(slot)) this.#before.set(slot, slot.save());
  }

  noteUndo(undo: () => void): void {
    this.#undo.push(undo);
  }

  /** Everything is as it was when it was borrowed first. */
  giveBack(): void {
    for (const undo of this.#undo.reverse()) undo();
    for (const slot of this.#before.slots()) slot.restore(this.#before.get(slot));
    this.#undo = [];
    this.#before = new SlotMap();
  }
}

/** What has no values in it that a program could change, and much else: syntax, and texts. */
const WITHOUT_VALUES = new Set(["syntax", "file", "site"]);

function reachable(roots: Iterable<object>): ReadonlySet<object> {
  const seen = new Set<object>();
  const open: unknown[] = [...roots];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== "object" || next === null || seen.has(next)) continue;
    seen.add(next);
    if (next instanceof Map) for (const value of next.values()) open.push(value);
    else if (Array.isArray(next) || next instanceof Set) for (const value of next) open.push(value);
    else for (const [name, value] of Object.entries(next)) if (!WITHOUT_VALUES.has(name)) open.push(value);
  }
  return seen;
}
