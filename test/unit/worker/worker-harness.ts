import { readCnnJson } from "../../../src/formats/cnn-json/read.ts";
import { toWorker } from "../../../src/panel/to-worker.ts";
import { type Channel, openChannel } from "../../../src/protocol/channel.ts";
import type { CurvePoint, EpochResult, TrainingStatus } from "../../../src/protocol/training.ts";
import type {
  Checkpoint,
  EngineSettings,
  WorkerContract,
  WorkerHostContract,
} from "../../../src/protocol/worker-contract.ts";
import { nodePlatform } from "../../../src/worker/node-platform.ts";
import type { Platform } from "../../../src/worker/platform.ts";
import { serveModel } from "../../../src/worker/session.ts";
import { linkedPorts } from "../protocol/ports.ts";
import { tinyData, tinyModel } from "./tiny-data.ts";

export interface Heard {
  readonly statuses: TrainingStatus[];
  readonly points: CurvePoint[];
  readonly epochs: EpochResult[];
  readonly checkpoints: Checkpoint[];
}

export interface Harness {
  readonly worker: Channel<WorkerHostContract, WorkerContract>;
  readonly heard: Heard;
  /** Opens this text as the next revision. */
  open(text: string, weights?: Uint8Array, engine?: EngineSettings): Promise<string | undefined>;
}

/** A worker's session in this thread, spoken to as the host does. `posting` hears of each message that it is about to post. */
export function startWorker(platform: Platform = nodePlatform, posting?: (message: unknown) => void): Harness {
  const [hostPort, workerPort] = linkedPorts();
  const post = (message: unknown): void => {
    posting?.(message);
    workerPort.post(message);
  };
  serveModel({ ...workerPort, post }, platform);
  const worker = openChannel<WorkerHostContract, WorkerContract>(hostPort, {});
  const heard: Heard = { statuses: [], points: [], epochs: [], checkpoints: [] };
  worker.on("progress", ({ status, points, epochs }) => {
    heard.statuses.push(status);
    heard.points.push(...points);
    heard.epochs.push(...epochs);
  });
  worker.on("checkpoint", (checkpoint) => heard.checkpoints.push(checkpoint));
  let revision = 0;
  const open: Harness["open"] = (text, weights, engine) =>
    worker.call("openModel", {
      revision: ++revision,
      ...toWorker(readCnnJson(text, "tiny.cnn.json")),
      weights,
      maxMemoryMB: 64,
      engine,
    });
  return { worker, heard, open };
}

/** The same with the tiny data set loaded and the tiny model open. */
export async function startTiny(...options: Parameters<typeof tinyModel>): Promise<Harness> {
  const harness = startWorker();
  await harness.worker.call("loadDataset", tinyData());
  await harness.open(tinyModel(...options));
  return harness;
}
