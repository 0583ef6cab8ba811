/** How a helper is started: all that depends on the platform. */
import type { DatasetFiles } from "../data/dataset-files.ts";
import type { PortableModel } from "../graph/portable.ts";
import type { BackendName } from "../tensor/backend.ts";
import type { Exchange } from "./exchange.ts";

/** What a helper must know; plain data and shared memory, so that it can be sent to another thread. */
export interface HelperSetup {
  /** Which lane is the helper's, from 0. */
  readonly lane: number;
  readonly exchange: Exchange;
  readonly model: PortableModel;
  readonly network: {
    readonly backend: BackendName;
    readonly batchSize: number;
    readonly seed: number;
    readonly maxBytes: number;
  };
  /** Unpacked, in shared memory. */
  readonly files: DatasetFiles;
}

/** It ends when its lane says so. */
export interface HelperThread {
  /** Why it is no more, if it ended without having been told to. Known after a turn of the event loop. */
  readonly lost: string | undefined;
}

export type StartHelper = (setup: HelperSetup) => HelperThread;
