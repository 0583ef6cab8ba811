/** What one running function, class body or file has of its own. */
import type { Range } from "../../graph/graph.ts";
import type { Arguments } from "../arguments.ts";
import type { PyFunction, Scope } from "../callables.ts";
import type { Site, SourceFile } from "../site.ts";
import type { Expression } from "../syntax/tree.ts";
import type { Module, Value } from "../value.ts";
import type { Alternative } from "./branch.ts";

export interface Frame {
  readonly scope: Scope;
  readonly file: SourceFile;
  /** To which the offsets of the syntax that runs are relative. */
  readonly offset: number;
  readonly caller: Site | undefined;
  readonly function: PyFunction | undefined;
  /** What the function was called with. */
  readonly given: Arguments | undefined;
  /** The first argument, for `super()`. */
  readonly self: Value | undefined;
  /** What a generator has yielded so far. */
  readonly yields: Value[] | undefined;
  /** Names that `global` or `nonlocal` declare, and where they live; absent, there are none. */
  elsewhere: Map<string, Scope> | undefined;
  /** Ways on which Python may have left a loop or the function already. */
  readonly alternatives: Alternative[];
  /** A class body keeps its annotations, in order: the fields of a dataclass. */
  readonly annotations: Map<string, Expression> | undefined;
}

export function moduleFrame(module: Module, file: SourceFile, offset: number): Frame {
  const scope: Scope = { names: module.names, outer: undefined, module };
  return {
    scope,
    file,
    offset,
    caller: undefined,
    function: undefined,
    given: undefined,
    self: undefined,
    yields: undefined,
    elsewhere: undefined,
    alternatives: [],
    annotations: undefined,
  };
}

/** `global` and `nonlocal`: the name lives in that scope. */
export function declareElsewhere(frame: Frame, name: string, scope: Scope): void {
  frame.elsewhere ??= new Map();
  frame.elsewhere.set(name, scope);
}

export function siteOf(frame: Frame, { start, end }: Range, anchor?: Range): Site {
  const { file, offset, caller } = frame;
  const range = { start: start + offset, end: end + offset };
  return { file, range, anchor: anchor ? { start: anchor.start + offset, end: anchor.end + offset } : range, caller };
}
