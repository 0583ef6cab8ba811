/** The names that a statement may give a value to, as far as they belong to the scope it stands in. */
import type { Block, Expression, Statement } from "../syntax/tree.ts";

export function namesAssignedIn(statement: Statement): string[] {
  switch (statement.kind) {
    case "assign":
      return statement.targets.flatMap(namesIn);
    case "augmented":
    case "annotated":
      return namesIn(statement.target);
    case "if":
    case "while":
      return inBlocks(statement.body, statement.otherwise);
    case "for":
      return [...namesIn(statement.target), ...inBlocks(statement.body, statement.otherwise)];
    case "try":
      return inBlocks(
        statement.body,
        ...statement.handlers.map(({ body }) => body),
        statement.otherwise,
        statement.last,
      );
    case "with":
      return [...statement.items.flatMap(({ target }) => (target ? namesIn(target) : [])), ...inBlocks(statement.body)];
    case "imports":
      return statement.modules.map(({ name, alias }) => alias ?? (name.split(".")[0] as string));
    case "importFrom":
      return statement.names === "*" ? [] : statement.names.map(({ name, alias }) => alias ?? name);
    case "function":
      return [statement.function.name];
    case "class":
      return [statement.name];
    case "match":
      return inBlocks(...statement.cases.map(({ body }) => body));
    case "broken":
      return [...statement.names];
    default:
      return [];
  }
}

function inBlocks(...blocks: readonly Block[]): string[] {
  return blocks.flat().flatMap(namesAssignedIn);
}

function namesIn(target: Expression): string[] {
  if (target.kind === "name") return [target.name];
  if (target.kind === "tuple" || target.kind === "list") return target.items.flatMap(namesIn);
  return target.kind === "starred" ? namesIn(target.value) : [];
}
