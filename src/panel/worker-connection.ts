/** A worker that was started, seen from the host. What starts it differs between Node and the web. */
import type { Port } from "../protocol/channel.ts";

export interface WorkerConnection {
  readonly port: Port;
  /** Ends the worker at once. `onLost` is not called any more. */
  terminate(): void;
}

/** `onLost` is called once, with the reason, when the worker ends without having been told to. */
export type StartWorker = (onLost: (reason: string) => void) => WorkerConnection;
