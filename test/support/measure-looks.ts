// Measures what looking costs a training: the worker's own processor time for a step while the inspector's questions come
// as fast as the page asks them, beside that without, by turns. Prints medians and quartiles of the pairs' ratios.
//
//     node test/support/measure-looks.ts [models, as examples/lenet.cnn.json] [--pairs 10] [--most]
//
// The session lets the page ask anew a few times a second; with --most it is asked at each of the training's reports, ten a second.
// Linux alone: the times are those that the kernel keeps of each thread, in nanoseconds.

import { type ChildProcess, fork } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import { readCnnJson } from "../../src/formats/cnn-json/read.ts";
import { ModelSession } from "../../src/panel/model-session.ts";
import { StateKeeper } from "../../src/panel/state-keeper.ts";
import type { WorkerConnection } from "../../src/panel/worker-connection.ts";
import type { Inspection } from "../../src/protocol/inspection.ts";
import type { DatasetBytes } from "../../src/protocol/worker-contract.ts";
import { wideFlags } from "../../src/tensor/backend.ts";
import { createAskLoop } from "../../webview/ask-loop.ts";
import { readChoices, type TabId } from "../../webview/choices.ts";
import { createInspectionLoop, type RevisedRequest } from "../../webview/inspection-loop.ts";
import { camLayer } from "../../webview/state/saliency.ts";
import { wantedParts } from "../../webview/wanted-parts.ts";
import { keepsNothing } from "./webview-harness/keeps-nothing.ts";

/** Until what was saved up of the looks' share is used, and until the last answer has come. */
const SETTLE_MS = 400;
const WINDOW_MS = 700;
const WARM_MS = 2500;
/** The tests at the ends of epochs would fall into some windows and not into others. */
const TEST_IMAGES = 10;

const root = join(import.meta.dirname, "../..");
const FLOW_TAB: TabId = "model";
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: "string", default: "10" },
    most: { type: "boolean", default: false },
    worker: { type: "string", default: join(root, "dist/worker.js") },
    tabs: { type: "string", default: "layer,model,training,saliency" },
  },
});

const sample = { set: "test", index: 0 } as const;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Nanoseconds that the process's first thread has computed, and all of them. */
function timesOf(pid: number): { readonly main: number; readonly all: number } {
  const read = (id: string): number => Number(readFileSync(`/proc/${pid}/task/${id}/schedstat`, "utf8").split(" ")[0]);
  const all = readdirSync(`/proc/${pid}/task`).reduce((sum, id) => sum + read(id), 0);
  return { main: read(String(pid)), all };
}

function fewTests(file: string, header: number, each: number): Uint8Array {
  const bytes = gunzipSync(readFileSync(file)).subarray(0, header + TEST_IMAGES * each);
  bytes.writeUInt32BE(TEST_IMAGES, 4);
  return gzipSync(bytes);
}

function readDataset(): Promise<DatasetBytes> {
  const path = (name: string): string => join(root, "media/mnist", `${name}.gz`);
  const read = (name: string): Uint8Array => new Uint8Array(readFileSync(path(name)));
  return Promise.resolve({
    trainImages: read("train-images-idx3-ubyte"),
    trainLabels: read("train-labels-idx1-ubyte"),
    testImages: fewTests(path("t10k-images-idx3-ubyte"), 16, 784),
    testLabels: fewTests(path("t10k-labels-idx1-ubyte"), 8, 1),
  });
}

class Trained {
  readonly session: ModelSession;
  #child: ChildProcess | undefined;
  #heard: () => void = () => undefined;

  constructor(file: string) {
    const text = readFileSync(file, "utf8").replace(/"epochs": *\d+/, '"epochs": 100000');
    const world = {
      startWorker: () => this.#start(),
      readDataset,
      keeper: new StateKeeper(keepsNothing, console.warn),
      maxMemoryMB: () => 1024,
      engine: () => ({ kernels: "auto", threads: 1 }) as const,
      now: () => performance.now(),
      warn: console.warn,
    };
    const fileName = basename(file);
    this.session = new ModelSession(
      `file://${file}`,
      { fileName, text, document: readCnnJson(text, fileName) },
      world,
      () => this.#heard(),
    );
  }

  /** As the extension starts it. */
  #start(): WorkerConnection {
    const child = fork(values.worker, { execArgv: [...wideFlags], serialization: "advanced" });
    this.#child = child;
    return {
      port: {
        post: (message) => void child.send(message as object),
        listen: (receive) => void child.on("message", receive),
      },
      terminate: () => child.kill("SIGKILL"),
    };
  }

  onProgress(heard: () => void): void {
    this.#heard = heard;
  }

  /** At the next report: its step and the times then. */
  async #mark(): Promise<{ readonly step: number; readonly main: number; readonly all: number }> {
    const { step } = this.session.status;
    while (this.session.status.step === step) await wait(1);
    return { step: this.session.status.step, ...timesOf(this.#child?.pid ?? 0) };
  }

  /** Nanoseconds for a step. */
  async window(): Promise<{ readonly main: number; readonly all: number }> {
    await wait(SETTLE_MS);
    const from = await this.#mark();
    await wait(WINDOW_MS);
    const to = await this.#mark();
    const steps = to.step - from.step;
    return { main: (to.main - from.main) / steps, all: (to.all - from.all) / steps };
  }
}

/** What the page asks on a tab, by the page's own loops. `open` begins and ends it. */
function pageOn(tab: TabId, trained: Trained, layer: number) {
  const { session } = trained;
  const clock = { now: () => performance.now(), later: (ms: number, run: () => void) => void setTimeout(run, ms) };
  const { layers, revision } = session.snapshot();
  const parts = wantedParts(readChoices({ tab }), layers[layer]);
  let last: Inspection | undefined;
  let answers = 0;
  let asked = 0;
  const known = () => last && { run: last.run, parts: last.parts };
  const inspections = createInspectionLoop(
    { ...clock, inspect: (request: RevisedRequest) => session.inspect({ ...request, known: known() }) },
    (outcome) => {
      if (outcome.kind === "failure") throw new Error(outcome.message);
      last = outcome.inspection;
      answers++;
    },
  );
  const same = { serves: () => true, isSame: () => true };
  const flows = createAskLoop(
    { ...clock, ...same, ask: (request: object) => session.flow({ ...request, sample, revision }) },
    () => {
      answers++;
    },
  );
  const cam = camLayer(layers, undefined);
  const saliencies = createAskLoop(
    { ...clock, ...same, ask: () => session.saliency({ sample, target: undefined, layer: cam, revision }) },
    () => {
      answers++;
    },
  );
  const ask = (): void => {
    const weightsVersion = values.most ? ++asked : session.weightsVersion;
    inspections.wish({ request: { revision, sample, layer, parts }, weightsVersion });
    if (tab === FLOW_TAB) flows.wish({ request: {}, weightsVersion });
    if (tab === "saliency") saliencies.wish({ request: {}, weightsVersion });
  };
  const open = (isOpen: boolean): void => {
    trained.onProgress(isOpen ? ask : () => undefined);
    if (isOpen) ask();
    else for (const loop of [inspections, flows, saliencies]) loop.wish(undefined);
  };
  return { open, answers: () => answers };
}

function told(name: string, ratios: readonly number[], rest: string): void {
  const sorted = ratios.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN).toFixed(3);
  console.log(`${name.padEnd(34)} median ${at(0.5)}  quartiles ${at(0.25)} to ${at(0.75)}  (${ratios.length}) ${rest}`);
}

async function measureTab(
  name: string,
  trained: Trained,
  page: ReturnType<typeof pageOn>,
  pairs: number,
): Promise<void> {
  const main: number[] = [];
  const all: number[] = [];
  let answers = 0;
  let seconds = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const times: Record<string, { main: number; all: number }> = {};
    for (const isOpen of pair % 2 === 0 ? [false, true] : [true, false]) {
      page.open(isOpen);
      const [before, from] = [page.answers(), performance.now()];
      times[String(isOpen)] = await trained.window();
      if (!isOpen) continue;
      answers += page.answers() - before;
      seconds += (performance.now() - from) / 1000;
    }
    page.open(false);
    const [open, closed] = [times.true, times.false];
    if (!open || !closed) continue;
    main.push(open.main / closed.main);
    all.push(open.all / closed.all);
  }
  told(`${name}, its first thread`, main, `${(answers / seconds).toFixed(1)} answers a second`);
  told(`${name}, all threads`, all, "");
}

const files = positionals.length > 0 ? positionals : ["examples/lenet.cnn.json", "examples/keras-mnist.cnn.json"];
for (const file of files) {
  const trained = new Trained(join(root, file));
  void trained.session.train();
  await wait(WARM_MS);
  const { layers } = trained.session.snapshot();
  const convolution = layers.findLastIndex(({ type }) => /conv/i.test(type));
  for (const tab of values.tabs.split(",") as TabId[]) {
    const page = pageOn(tab, trained, convolution);
    await measureTab(`${basename(file)}: ${tab}`, trained, page, Number(values.pairs));
  }
  await trained.session.stop();
  trained.session.release();
}
process.exit();
