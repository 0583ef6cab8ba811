import { readCnnJson } from "../../../src/formats/cnn-json/read.ts";
import { readSafetensors } from "../../../src/formats/safetensors.ts";
import type { Folder } from "../../../src/panel/kept-state.ts";
import { ModelSession, type SessionChange } from "../../../src/panel/model-session.ts";
import type { ReadModel } from "../../../src/panel/model-text.ts";
import { StateKeeper } from "../../../src/panel/state-keeper.ts";
import type { StartWorker } from "../../../src/panel/worker-connection.ts";
import type { DatasetBytes } from "../../../src/protocol/worker-contract.ts";
import type { NamedTensors } from "../../../src/tensor/named-tensor.ts";
import { nodePlatform } from "../../../src/worker/node-platform.ts";
import { serveModel } from "../../../src/worker/session.ts";
import { linkedPorts } from "../protocol/ports.ts";
import { tinyData, tinyModel } from "../worker/tiny-data.ts";

export const URI = "file:///models/tiny.cnn.json";

/** A folder in memory; `refuse` makes every write fail with this message. */
export interface MemoryFolder extends Folder {
  readonly files: Map<string, Uint8Array>;
  refuse: string | undefined;
}

export function memoryFolder(): MemoryFolder {
  const files = new Map<string, Uint8Array>();
  const folder: MemoryFolder = {
    files,
    refuse: undefined,
    read: async (name) => files.get(name)?.slice(),
    async write(name, bytes) {
      if (folder.refuse) throw new Error(folder.refuse);
      files.delete(name);
      files.set(name, bytes.slice());
    },
    async remove(name) {
      if (folder.refuse) throw new Error(folder.refuse);
      files.delete(name);
    },
    list: async () => [...files.keys()].reverse(),
  };
  return folder;
}

export function readModel(text = tinyModel(), fileName = "tiny.cnn.json"): ReadModel {
  return { fileName, text, document: readCnnJson(text, fileName) };
}

export interface SessionHarness {
  readonly session: ModelSession;
  readonly changes: SessionChange[];
  readonly warnings: string[];
  readonly keeper: StateKeeper;
  /** Workers that were started so far. */
  started(): number;
  /** As when the running worker's thread is killed. */
  killWorker(reason: string): void;
}

export interface HarnessOptions {
  readonly text?: string;
  readonly folder?: MemoryFolder;
  readonly readDataset?: (uri: string, name: string) => Promise<DatasetBytes>;
}

/** A session whose worker runs in this thread. */
export function openSession(options: HarnessOptions = {}): SessionHarness {
  const changes: SessionChange[] = [];
  const warnings: string[] = [];
  const warn = (message: string): void => void warnings.push(message);
  const keeper = new StateKeeper(options.folder ?? memoryFolder(), warn);
  const workers = threadlessWorkers();
  const world = {
    startWorker: workers.start,
    keeper,
    warn,
    readDataset: options.readDataset ?? (async () => tinyData()),
    maxMemoryMB: () => 64,
    engine: () => ({ kernels: "auto", threads: 0 }) as const,
    now: () => performance.now(),
  };
  const session = new ModelSession(URI, readModel(options.text), world, (change) => changes.push(change));
  return { session, changes, warnings, keeper, started: workers.started, killWorker: workers.kill };
}

/** Workers in this thread. A killed one hears nothing and says nothing any more. */
function threadlessWorkers(): { start: StartWorker; started(): number; kill(reason: string): void } {
  let count = 0;
  let killLast: (reason: string) => void = () => undefined;
  const start: StartWorker = (onLost) => {
    count++;
    const [hostPort, workerPort] = linkedPorts();
    let alive = true;
    let stop: () => void = () => undefined;
    serveModel(
      {
        post: (message) => alive && workerPort.post(message),
        listen: (receive) => {
          stop = () => receive({ kind: "call", id: 0, name: "stop" });
          workerPort.listen((message) => alive && receive(message));
        },
      },
      nodePlatform,
    );
    const end = (): void => {
      alive = false;
      stop();
    };
    killLast = (reason) => {
      end();
      onLost(reason);
    };
    return { port: hostPort, terminate: end };
  };
  return { start, started: () => count, kill: (reason) => killLast(reason) };
}

export async function weightsOf(session: ModelSession): Promise<NamedTensors> {
  return readSafetensors(await session.weightsFile());
}

/** Begins a training that would run for very long, and waits until it has done some steps. */
export async function untilTraining({ session }: SessionHarness): Promise<{ readonly end: Promise<unknown> }> {
  const end = session.train();
  while (session.status.step === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  return { end };
}
