import type { Hiring } from "../threads/hire.ts";

/** What the worker needs from where it runs: Node's threads now, a browser's worker as well as it can do the same. */
export interface Platform {
  /** Other threads that can help; `undefined` where threads cannot share memory, so that one does all. */
  readonly helpers: Hiring | undefined;
  /** Milliseconds from any fixed moment. */
  now(): number;
  /** Settles after messages that have arrived were handled. */
  breathe(): Promise<void>;
  /** Undoes gzip. Rejects if the bytes are not whole. */
  gunzip(bytes: Uint8Array): Promise<Uint8Array>;
}
