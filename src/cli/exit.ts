/** How a command ends. */
export const exit = { done: 0, modelHasErrors: 1, unusable: 2 } as const;

export type ExitCode = (typeof exit)[keyof typeof exit];

/** Wrong usage or unreadable input: one line for people, exit code 2. */
export class CliError extends Error {
  override readonly name = "CliError";
}

/** What an operating system's error says, without its code and path: `no such file or directory`. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const system = /^[A-Z0-9_]+: (.*?)(?:, \w+(?: '.*)?)?$/s.exec(message);
  return (system?.[1] ?? message).split("\n", 1)[0] ?? "";
}
