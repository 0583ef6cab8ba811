// The host of the inspector in a plain page: the extension's own session of a model, with a browser's worker behind it and
// nothing kept. Runs before the webview's bundle and gives it what VS Code would.

import { readCnnJson } from "../../../src/formats/cnn-json/read.ts";
import { ModelSession, type SessionChange } from "../../../src/panel/model-session.ts";
import { StateKeeper } from "../../../src/panel/state-keeper.ts";
import type { WorkerConnection } from "../../../src/panel/worker-connection.ts";
import { type Channel, openChannel, type Port } from "../../../src/protocol/channel.ts";
import type { SaveRequest } from "../../../src/protocol/share.ts";
import type { ViewContract, ViewHostContract } from "../../../src/protocol/view-contract.ts";
import type { DatasetBytes } from "../../../src/protocol/worker-contract.ts";
import { mapStatistics, packStatistics } from "../../../src/tensor/map-statistics.ts";
import { mapsIn } from "../../../src/tensor/shape.ts";
import { asCarried } from "./carried.ts";
import { keepsNothing } from "./keeps-nothing.ts";
import themes from "./themes.json" with { type: "json" };

interface HarnessPage {
  readonly fileName: string;
  readonly text: string;
  /** One of themes.json: colours of VS Code 1.139's default themes, as its workbench announces them. */
  readonly theme: string;
  /** Index of the layer that is selected at first. */
  readonly layer: number;
  /** What inspections fail with. */
  readonly failure?: string;
  /** What every value of an inspection's output with an index below this becomes: NaN. */
  readonly spoiled?: number;
}

declare const harnessPage: HarnessPage;

/** For whoever drives the page: changes the model's text, as an editor would. */
declare global {
  interface Window {
    acquireVsCodeApi: () => unknown;
    editModel: (text: string) => void;
    /** For the same: changes the theme as VS Code does, in place. */
    setTheme: (name: string) => void;
    /** What the webview asked to be saved. */
    savedFiles: SaveRequest[];
  }
}

const fonts = {
  "--vscode-font-family": 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
  "--vscode-font-size": "13px",
  "--vscode-font-weight": "normal",
  "--vscode-editor-font-family": '"Droid Sans Mono", "monospace", monospace',
  "--monaco-monospace-font": '"Droid Sans Mono", "monospace", monospace',
};

window.setTheme = (name) => {
  const { style } = document.documentElement;
  for (const variable of [...style]) style.removeProperty(variable);
  const variables: Record<string, string> = { ...fonts, ...themes[name as keyof typeof themes] };
  for (const [variable, value] of Object.entries(variables)) style.setProperty(variable, value);
  const own = `vscode-${name}`;
  document.body.className = name === "high-contrast-light" ? `vscode-high-contrast ${own}` : own;
};
window.setTheme(harnessPage.theme);
window.savedFiles = [];

const STATE = "convlens.webview.state";

async function readDataset(): Promise<DatasetBytes> {
  const read = async (name: string): Promise<Uint8Array> => {
    const answer = await fetch(`/mnist/${name}.gz`);
    if (!answer.ok) throw new Error("There is no packed MNIST. Run npm run build.");
    return new Uint8Array(await answer.arrayBuffer());
  };
  const [trainImages, trainLabels, testImages, testLabels] = await Promise.all([
    read("train-images-idx3-ubyte"),
    read("train-labels-idx1-ubyte"),
    read("t10k-images-idx3-ubyte"),
    read("t10k-labels-idx1-ubyte"),
  ]);
  return { trainImages, trainLabels, testImages, testLabels };
}

function startWorker(): WorkerConnection {
  const worker = new Worker("/worker.js");
  return {
    port: {
      post: (message) => worker.postMessage(message),
      listen: (receive) => worker.addEventListener("message", (event) => receive(event.data)),
    },
    terminate: () => worker.terminate(),
  };
}

function openSession(notify: (change: SessionChange) => void): ModelSession {
  const { fileName, text } = harnessPage;
  const world = {
    startWorker,
    readDataset,
    keeper: new StateKeeper(keepsNothing, (message) => console.warn(message)),
    maxMemoryMB: () => 1024,
    engine: () => ({ kernels: "auto", threads: 0 }) as const,
    now: () => performance.now(),
    warn: (message: string) => console.warn(message),
  };
  return new ModelSession("file:///model", { fileName, text, document: readCnnJson(text, fileName) }, world, notify);
}

let toHost: (message: unknown) => void = () => undefined;
const port: Port = {
  post: (message) => window.dispatchEvent(new MessageEvent("message", { data: asCarried(message) })),
  listen: (receive) => {
    toHost = receive;
  },
};

const session = openSession((change) => {
  if (change.kind === "model") channel.emit("snapshot", session.snapshot());
  else if (change.kind === "selection") channel.emit("selection", session.selected);
  else {
    const { status, weightsVersion } = session;
    channel.emit("progress", { status, points: change.points, epochs: change.epochs, weightsVersion });
  }
});
const channel: Channel<ViewHostContract, ViewContract> = openChannel<ViewHostContract, ViewContract>(port, {
  snapshot: () => {
    void session.prepare();
    return session.snapshot();
  },
  select: (layer) => session.select(layer),
  async inspect(request) {
    if (harnessPage.failure) throw new Error(harnessPage.failure);
    const inspection = await session.inspect(request);
    if (harnessPage.spoiled === undefined || harnessPage.spoiled === 0) return inspection;
    const { shape, data } = inspection.output;
    data.fill(Number.NaN, 0, harnessPage.spoiled);
    const output = packStatistics(mapStatistics(data, mapsIn(shape)));
    return { ...inspection, statistics: { ...inspection.statistics, output } };
  },
  flow: (request) => session.flow(request),
  saliency: (request) => session.saliency(request),
  checkGradient: (request) => session.checkGradient(request),
  train: async () => {
    await session.train();
  },
  pause: () => session.pause(),
  resume: () => session.resume(),
  stop: () => session.stop(),
  resetWeights: () => session.resetWeights(),
  step: () => session.step(),
  adjust: (change) => session.adjust(change),
  evaluation: () => session.evaluation(),
  evaluate: ({ revision }) => session.evaluate(revision),
  images: (request) => session.images(request),
  search: (request) => session.search(request),
  copyText: (text) => navigator.clipboard.writeText(text),
  save: (request) => {
    window.savedFiles.push(request);
    return `${request.name}.${request.kind}`;
  },
});

session.select(harnessPage.layer);
// While the page's script is loaded, as the panel does.
void session.lookAhead();

window.editModel = (text) => {
  const { fileName } = harnessPage;
  session.update({ fileName, text, document: readCnnJson(text, fileName) });
};

window.acquireVsCodeApi = () => ({
  // Messages travel: whoever posts one goes on before it arrives.
  postMessage: (message: unknown) => void setTimeout(() => toHost(asCarried(message))),
  getState: () => JSON.parse(sessionStorage.getItem(STATE) ?? "null"),
  setState: (kept: unknown) => sessionStorage.setItem(STATE, JSON.stringify(kept)),
});
