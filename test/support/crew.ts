/** Helpers for tests: as many as are wanted, whether they are worth while or not. */
import { readBundledMnist } from "../../src/cli/dataset-folder.ts";
import type { Network } from "../../src/engine/network.ts";
import type { TrainingOptions } from "../../src/graph/training.ts";
import type { BackendName } from "../../src/tensor/backend.ts";
import { Crew } from "../../src/threads/crew.ts";
import type { StartHelper } from "../../src/threads/helper-thread.ts";
import { startNodeHelper } from "../../src/threads/node-threads.ts";
import { shareFiles } from "../../src/threads/share-files.ts";

export const mnist = readBundledMnist();

const files = shareFiles(mnist.files);
const maxBytes = 2 ** 28;

export interface CrewNeeds {
  readonly network: Network;
  readonly backend: BackendName;
  readonly text: string;
  readonly training: TrainingOptions;
  /** The one that trains included; without others there is no crew. */
  readonly threads: number;
  readonly start?: StartHelper | undefined;
}

/** Every batch and all tests are cut into `threads` shares. Close it. */
export function crewOf({ network, backend, text, training, threads, start }: CrewNeeds): Crew | undefined {
  if (threads === 1) return undefined;
  const { seed, loss, samples = mnist.train.count, testSamples = mnist.test.count } = training;
  const work = {
    network,
    backend,
    model: { fileName: "model.cnn.json", text },
    seed,
    loss,
    maxBytes,
    files: () => files,
    samples: { train: samples, test: testSamples },
  };
  const always = { threadsForBatch: () => threads, threadsForTests: () => threads };
  return new Crew(work, threads - 1, always, start ?? startNodeHelper);
}
