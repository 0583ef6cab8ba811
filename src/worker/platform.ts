/** What the worker needs from where it runs: Node's threads now, a browser's worker as well as it can do the same. */
export interface Platform {
  /** Milliseconds from any fixed moment. */
  now(): number;
  /** Settles after messages that have arrived were handled. */
  breathe(): Promise<void>;
  /** Undoes gzip. Rejects if the bytes are not whole. */
  gunzip(bytes: Uint8Array): Promise<Uint8Array>;
}
