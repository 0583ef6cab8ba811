/** What a command may do to the outside besides reading files: so that tests can listen. */
export interface Terminal {
  /** Standard output: results. */
  print(text: string): void;
  /** Standard error: progress and messages. */
  tell(text: string): void;
  /** Whether a person watches standard error, so that a line may be written over. */
  readonly isWatched: boolean;
  /** Calls `stop` at the next Ctrl+C, once; a second one ends the process. Gives a function that ends the listening. */
  onInterrupt(stop: () => void): () => void;
}

const signals = ["SIGINT", "SIGTERM"] as const;

export function processTerminal(): Terminal {
  // `convlens ... | head` closes the pipe early: what is left is for nobody, and a training still has weights to save.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  return {
    print: (text) => process.stdout.write(text),
    tell: (text) => process.stderr.write(text),
    isWatched: process.stderr.isTTY === true,
    onInterrupt(stop) {
      const release = (): void => {
        for (const signal of signals) process.removeListener(signal, interrupted);
      };
      const interrupted = (): void => {
        release();
        stop();
      };
      for (const signal of signals) process.on(signal, interrupted);
      return release;
    },
  };
}
