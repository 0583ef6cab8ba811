/** `the input`, with its name where it has one of its own. */
export function inputWords(name: string): string {
  return name === "input" ? "the input" : `the input ${name}`;
}
