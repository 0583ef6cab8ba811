/** What is refused before parsing: the parser builds a tree in memory and recurses into it. */
import { createScanner } from "jsonc-parser";
import type { Reading } from "./reading.ts";

const MOST_CHARACTERS = 4 * 1024 * 1024;
const DEEPEST_NESTING = 64;
/** Words and signs; a model of 1,000 layers has some 30,000. */
const MOST_TOKENS = 500_000;

/** Whether the text can be parsed; if not, one issue says why. */
export function isParsable(reading: Reading): boolean {
  const { text } = reading;
  if (text.length > MOST_CHARACTERS) {
    const size = (text.length / (1024 * 1024)).toFixed(1);
    refuse(
      reading,
      "file/too-large",
      0,
      `The file has ${size} million characters; a model may have at most 4 million.`,
    );
    return false;
  }
  return scanTokens(reading);
}

function scanTokens(reading: Reading): boolean {
  const scanner = createScanner(reading.text, true);
  let depth = 0;
  for (let tokens = 0; tokens <= MOST_TOKENS; tokens++) {
    scanner.scan();
    const offset = scanner.getTokenOffset();
    // At the end of the text there is no token; an unknown sign is one of at least one character.
    if (offset >= reading.text.length) return true;
    const sign = reading.text[offset];
    if (sign === "{" || sign === "[") depth++;
    else if (sign === "}" || sign === "]") depth = Math.max(0, depth - 1);
    if (depth > DEEPEST_NESTING) {
      const message = `Brackets are nested more than ${DEEPEST_NESTING} deep here; a model needs five levels. Close some of them.`;
      refuse(reading, "file/too-deep", offset, message);
      return false;
    }
  }
  const message = `The file has more than ${MOST_TOKENS.toLocaleString("en")} words and signs; a model of 1,000 layers has some 30,000.`;
  refuse(reading, "file/too-large", 0, message);
  return false;
}

function refuse(reading: Reading, code: string, offset: number, message: string): void {
  reading.error(code, { start: offset, end: Math.min(offset + 1, reading.text.length) }, message);
}
