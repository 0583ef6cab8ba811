/** Helpers for tests: as many as are wanted, whether they are worth while or not. */
import { readBundledMnist } from "../../src/cli/dataset-folder.ts";
import { readDataset } from "../../src/data/dataset.ts";
import type { Network } from "../../src/engine/network.ts";
import type { PortableModel } from "../../src/graph/portable.ts";
import type { BackendName } from "../../src/tensor/backend.ts";
import { Crew } from "../../src/threads/crew.ts";
import type { StartHelper } from "../../src/threads/helper-thread.ts";
import { startNodeHelper } from "../../src/threads/node-threads.ts";
import { shareFiles } from "../../src/threads/share-files.ts";

const unpacked = readBundledMnist();

/** In shared memory, so that no crew needs to copy it. */
export const mnist = readDataset(shareFiles(unpacked.files));

export interface CrewNeeds {
  readonly network: Network;
  readonly backend: BackendName;
  readonly model: PortableModel;
  /** The one that trains included; without others there is no crew. */
  readonly threads: number;
  readonly start?: StartHelper | undefined;
}

/** Every batch and all tests are cut into `threads` shares. Close it. */
export function crewOf({ network, backend, model, threads, start = startNodeHelper }: CrewNeeds): Crew | undefined {
  if (threads === 1) return undefined;
  const work = { network, backend, model, maxBytes: 2 ** 28, dataset: mnist };
  const always = { threadsForBatch: () => threads, threadsForTests: () => threads };
  return new Crew(work, threads - 1, always, start);
}
