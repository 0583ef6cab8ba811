/** A value on one line, as people write it: `{ "type": "flatten" }`, `[3, 3]`. */
export function jsonText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value).filter(([, part]) => part !== undefined);
  if (members.length === 0) return "{}";
  return `{ ${members.map(([key, part]) => `${JSON.stringify(key)}: ${jsonText(part)}`).join(", ")} }`;
}
