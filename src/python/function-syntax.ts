/** A function's definition, read. To be replaced by the syntax tree's own record. */
export interface FunctionSyntax {
  readonly name: string;
}
