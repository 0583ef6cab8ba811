/** Lines of a text, counted from 1 as editors count. */

export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

/** Where the text of the line ends, a comment included: before the line break and the white space in front of it. */
export function endOfLine(text: string, offset: number): number {
  const stop = text.indexOf("\n", offset);
  const line = text.slice(offset, stop === -1 ? text.length : stop);
  return offset + line.replace(/\s*$/, "").length;
}
