/** The classes and functions that a file's own top level defines, and the names it assigns, with their places. */
import type { Range } from "../../graph/graph.ts";
import type { FunctionSyntax, ModuleSyntax, Part } from "../../python/syntax/tree.ts";

export interface Definition {
  readonly kind: "class" | "function" | "variable";
  readonly name: string;
  /** The name itself. */
  readonly at: Range;
  /** All of the definition or statement. */
  readonly whole: Range;
  readonly function: FunctionSyntax | undefined;
}

/** In the order of the text. */
export function definitionsOf({ body }: ModuleSyntax): Definition[] {
  return body.flatMap((part) => definitionsIn(part));
}

function definitionsIn({ offset, statement }: Part): Definition[] {
  const moved = ({ start, end }: Range): Range => ({ start: start + offset, end: end + offset });
  const whole = moved(statement);
  switch (statement.kind) {
    case "class":
      return [{ kind: "class", name: statement.name, at: moved(statement.nameRange), whole, function: undefined }];
    case "function": {
      const { name, nameRange } = statement.function;
      return [{ kind: "function", name, at: moved(nameRange), whole, function: statement.function }];
    }
    case "assign":
      return statement.targets.flatMap((target) =>
        target.kind === "name"
          ? [{ kind: "variable", name: target.name, at: moved(target), whole, function: undefined } as const]
          : [],
      );
    default:
      return [];
  }
}

/** Whether a call without arguments is one that Python takes. */
export function takesNothing({ parameters }: FunctionSyntax): boolean {
  return parameters.every(({ kind, default: given }) => given !== undefined || kind === "rest" || kind === "namedRest");
}
