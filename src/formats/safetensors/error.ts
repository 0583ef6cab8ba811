/** The four things that a person needs to know about a refused file. */
interface Refusal {
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
  readonly remedy: string;
}

/** A `.safetensors` file that cannot be read or written; its message is for people. */
export class SafetensorsError extends Error {
  constructor({ subject, expected, found, remedy }: Refusal) {
    super(`${subject}: expected ${expected}, found ${found}. ${remedy}`);
    this.name = "SafetensorsError";
  }
}

const damaged = "The file is damaged or was cut off; save or download it again.";

/** A file whose bytes contradict the format. */
export function damagedFile(subject: string, expected: string, found: string): SafetensorsError {
  return new SafetensorsError({ subject, expected, found, remedy: damaged });
}

const longestQuote = 60;

/** A name from the file, shortened and with control characters escaped, so that it cannot flood or fake a message. */
export function quote(text: string): string {
  return JSON.stringify(text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text);
}
