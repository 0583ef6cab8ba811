/** Numbers and user text as they stand in sentences and Markdown, the same in every locale. */

/** With a comma between thousands: `28,298`, `1,234.5`. */
export function formatNumber(value: number): string {
  const [whole = "", ...rest] = String(value).split(".");
  return [whole.replace(/\B(?=(?:\d{3})+(?!\d))/g, ","), ...rest].join(".");
}

/** `1 row`, `2,704 rows`. */
export function countOf(count: number, noun: string): string {
  return `${formatNumber(count)} ${count === 1 ? noun : `${noun}s`}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listInWords(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

export function capitalize(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Text of the user's file as Markdown that shows it letter by letter: no link, image or emphasis comes out of a name. */
export function escapeMarkdown(text: string): string {
  // An underscore between letters marks nothing, and most names have one.
  return text.replace(/[\\`*[\]<>&#!|~$]|\b_|_\b/g, "\\$&").replace(/\s+/g, " ");
}
