/**
 * VS Code carries a webview's messages as JSON, in which NaN and the infinities become null (typed arrays travel as they
 * are). No field of the protocol is ever null, so that a null that arrives is a number that was none.
 */
export function reviveNumbers(value: unknown): unknown {
  if (value === null) return Number.NaN;
  if (typeof value !== "object" || ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value;
  if (Array.isArray(value)) return value.map(reviveNumbers);
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, reviveNumbers(field)]));
}
