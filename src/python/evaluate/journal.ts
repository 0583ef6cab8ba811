/**
 * What was changed while it is not known whether Python comes here, so that the other way can start from the same state,
 * and so that afterwards both can be compared. Outside of such branches nothing is kept.
 */
import type { Run } from "../run.ts";
import { Dict, List, type PySet, type Value } from "../value.ts";

/** Something that can change and be put back. */
export interface Slot {
  /** Two slots with the same target and key are the same. */
  readonly target: object;
  readonly key: string;
  save(): unknown;
  restore(saved: unknown): void;
  /** Its state after either of two; without it a value. */
  merge?(run: Run, left: unknown, right: unknown, reason: string): unknown;
}

interface Entry {
  readonly slot: Slot | undefined;
  readonly undo: () => void;
  readonly before: unknown;
}

export class Journal {
  /** How many branches are open. */
  depth = 0;
  private entries: Entry[] = [];

  /** Call before a slot changes. */
  note(slot: Slot): void {
    if (this.depth === 0) return;
    const before = slot.save();
    this.entries.push({ slot, before, undo: () => slot.restore(before) });
  }

  noteUndo(undo: () => void): void {
    if (this.depth > 0) this.entries.push({ slot: undefined, before: undefined, undo });
  }

  get length(): number {
    return this.entries.length;
  }

  /** Slots that changed since then, with what they held then. */
  changedSince(mark: number): SlotMap {
    const changed = new SlotMap();
    for (let at = mark; at < this.entries.length; at++) {
      const entry = this.entries[at];
      if (entry?.slot && !changed.has(entry.slot)) changed.set(entry.slot, entry.before);
    }
    return changed;
  }

  undoTo(mark: number): void {
    for (const entry of this.entries.splice(mark).reverse()) entry.undo();
  }

  reset(): void {
    this.depth = 0;
    this.entries = [];
  }

  forgetIfDone(): void {
    if (this.depth === 0) this.entries = [];
  }
}

/** A state for each of several slots. */
export class SlotMap {
  private readonly states = new Map<object, Map<string, { readonly slot: Slot; readonly state: unknown }>>();

  has({ target, key }: Slot): boolean {
    return this.states.get(target)?.has(key) ?? false;
  }

  get({ target, key }: Slot): unknown {
    return this.states.get(target)?.get(key)?.state;
  }

  set(slot: Slot, state: unknown): void {
    const ofTarget = this.states.get(slot.target) ?? new Map();
    this.states.set(slot.target, ofTarget.set(slot.key, { slot, state }));
  }

  slots(): Slot[] {
    return [...this.states.values()].flatMap((ofTarget) => [...ofTarget.values()].map(({ slot }) => slot));
  }
}

/** A name in a scope, an attribute of an object. */
export class NameSlot implements Slot {
  readonly target: Map<string, Value>;
  readonly key: string;

  constructor(target: Map<string, Value>, key: string) {
    this.target = target;
    this.key = key;
  }

  save(): Value | undefined {
    return this.target.get(this.key);
  }

  restore(saved: Value | undefined): void {
    if (saved === undefined) this.target.delete(this.key);
    else this.target.set(this.key, saved);
  }
}

export type Container = List | Dict | PySet;

export interface Content {
  readonly items: Value[] | Map<string, unknown>;
  readonly unknown: string | undefined;
}

/** All that a list, dict or set holds. */
export class ContentSlot implements Slot {
  readonly target: Container;
  readonly key = "content";

  constructor(target: Container) {
    this.target = target;
  }

  save(): Content {
    const { target } = this;
    if (target instanceof List) return { items: [...target.items], unknown: target.unknown };
    return {
      items: new Map<string, unknown>(target instanceof Dict ? target.entries : target.items),
      unknown: target.unknown,
    };
  }

  restore({ items, unknown }: Content): void {
    const { target } = this;
    target.unknown = unknown;
    if (target instanceof List) target.items = [...(items as Value[])];
    else if (target instanceof Dict) target.entries = new Map(items as Dict["entries"]);
    else target.items = new Map(items as PySet["items"]);
  }
}
