/**
 * A model's operations as blocks in blocks: what a module did while it ran stands in that module, and what a function did that
 * a person has written stands in its call.
 */
import type { PythonModel } from "../../formats/python/python-document.ts";
import type { Site } from "../../python/site.ts";
import type { Operation } from "../../python/trace.ts";

export interface Block {
  /** `undefined`: the call of a function. */
  readonly operation: Operation | undefined;
  /** Of the function. */
  readonly call: Site | undefined;
  readonly children: readonly Block[];
}

/** The outermost blocks; without the model itself, which contains them all. */
export function blocksOf(model: PythonModel): Block[] {
  const blocks: Block[] = [];
  const last = model.operations.at(-1);
  for (const operation of model.operations) {
    const path = pathOf(model, operation);
    // The model itself, if layers are added to it.
    if (path === "" && operation !== last) continue;
    const own = operation.container ? lengthWithin(model, blocks, { operation, path }) : 0;
    const children = withGrown(model, blocks.splice(blocks.length - own));
    blocks.push({ operation, call: undefined, children: byCalls(children, operation.site) });
  }
  const [whole] = blocks;
  if (blocks.length === 1 && whole?.operation?.container && whole.children.length > 0) return [...whole.children];
  return byCalls(withGrown(model, blocks), undefined);
}

/** A Keras Sequential is called with the first layer that is added to it: those that are added then stand behind it. */
function withGrown(model: PythonModel, blocks: readonly Block[]): readonly Block[] {
  if (model.framework !== "keras") return blocks;
  const whole: Block[] = [];
  for (const block of blocks) {
    const before = whole.at(-1);
    if (before?.operation && block.operation && isPart(pathOf(model, block.operation), pathOf(model, before.operation)))
      whole[whole.length - 1] = { ...before, children: [...before.children, block] };
    else whole.push(block);
  }
  return whole;
}

/** Operations without parts, in order; a block without others is its own leaf. */
export function leavesOf({ operation, children }: Block): Operation[] {
  if (children.length === 0) return operation ? [operation] : [];
  return children.flatMap(leavesOf);
}

/** What happened in a module's call; empty for one without parts, and for the model itself. */
export function leavesIn(model: PythonModel, operation: Operation): Operation[] {
  const search = (blocks: readonly Block[]): Block | undefined => {
    for (const block of blocks) {
      const found = block.operation === operation ? block : search(block.children);
      if (found) return found;
    }
    return undefined;
  };
  return (search(blocksOf(model))?.children ?? []).flatMap(leavesOf);
}

function pathOf({ names }: PythonModel, { module }: Operation): string | undefined {
  return module && names.get(module);
}

/**
 * How many of the last blocks are what a container did: its modules, and what else happened in its call or between them. Of a
 * framework's own module the text does not say where a function is called.
 */
function lengthWithin(
  model: PythonModel,
  blocks: readonly Block[],
  { operation, path }: { readonly operation: Operation; readonly path: string | undefined },
): number {
  if (path === "") return blocks.length;
  let length = 0;
  for (let at = blocks.length - 1; at >= 0; at--) {
    const inner = blocks[at]?.operation;
    if (inner === undefined) break;
    const name = pathOf(model, inner);
    if (isPart(name, path) || isCalledIn(inner, operation.site)) length = blocks.length - at;
    else if (name !== undefined) break;
  }
  return length;
}

function isPart(inner: string | undefined, outer: string | undefined): boolean {
  if (inner === undefined || outer === undefined || inner === outer) return false;
  return inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}/`);
}

function isCalledIn(inner: Operation, call: Site | undefined): boolean {
  return call !== undefined && (callersOf(inner)?.includes(call) ?? false);
}

type Chain = readonly Site[];

/** The calls of functions in which an operation happens, the outermost first; `undefined`: no text calls a layer of a Sequential. */
function callersOf({ site, module }: Operation): Chain | undefined {
  if (site === undefined || site === module?.site) return undefined;
  const callers: Site[] = [];
  for (let at = site.caller; at !== undefined; at = at.caller) callers.unshift(at);
  return callers;
}

/** Neighbours that happen in the same call of a function within `around` stand in a block of their own. */
function byCalls(blocks: readonly Block[], around: Site | undefined): Block[] {
  const chains = blocks.map(({ operation }) => operation && callersOf(operation));
  const within = (chain: Chain | undefined): number => (chain && around ? chain.indexOf(around) : -1);
  if (chains.some((chain) => within(chain) !== -1)) {
    const inner = chains.map((chain) => (within(chain) === -1 ? undefined : chain?.slice(within(chain) + 1)));
    return grouped(blocks, inner, 0);
  }
  return grouped(blocks, chains, commonLength(chains.filter((chain) => chain !== undefined)));
}

/** What all of them happen in says nothing, such as a function that makes the whole model. */
function commonLength([first, ...others]: readonly Chain[]): number {
  let length = 0;
  while (first?.[length] !== undefined && others.every((chain) => chain[length] === first[length])) length++;
  return length;
}

function grouped(blocks: readonly Block[], chains: readonly (Chain | undefined)[], depth: number): Block[] {
  const made: Block[] = [];
  for (let at = 0; at < blocks.length; ) {
    const call = chains[at]?.[depth];
    let end = at + 1;
    while (call !== undefined && end < blocks.length && chains[end]?.[depth] === call) end++;
    if (call === undefined) made.push(blocks[at] as Block);
    else {
      const children = grouped(blocks.slice(at, end), chains.slice(at, end), depth + 1);
      // A function that does one thing is that thing.
      made.push(...(children.length > 1 ? [{ operation: undefined, call, children }] : children));
    }
    at = end;
  }
  return made;
}
