/** The worker in a process of its own, beside a thread that takes its place where it cannot start. */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readCnnJson } from "../../../src/formats/cnn-json/read.ts";
import { readSafetensors } from "../../../src/formats/safetensors.ts";
import { forkedWorker } from "../../../src/panel/forked-worker.ts";
import { nodeWorker } from "../../../src/panel/node-worker.ts";
import { toWorker } from "../../../src/panel/to-worker.ts";
import type { StartWorker } from "../../../src/panel/worker-connection.ts";
import { openChannel } from "../../../src/protocol/channel.ts";
import type { WorkerContract, WorkerHostContract } from "../../../src/protocol/worker-contract.ts";
import { wideFlags } from "../../../src/tensor/backend.ts";
import { temporaryFile } from "../cli/convlens.ts";
import { tinyData, tinyModel } from "../worker/tiny-data.ts";

/** Sends each message back, with the flags that it was started with, and ends at "end". */
const echo = (): string =>
  temporaryFile(
    "echo.mjs",
    `process.on("message", (message) => {
    if (message === "end") process.exit(3);
    process.send({ message, flags: process.execArgv });
  });`,
  );

const noThread: StartWorker = () => {
  throw new Error("No thread is needed.");
};

function answer(start: StartWorker, message: unknown): Promise<{ answer: unknown; terminate: () => void }> {
  return new Promise((resolve, reject) => {
    const { port, terminate } = start((reason) => reject(new Error(reason)));
    port.listen((answer) => resolve({ answer, terminate }));
    port.post(message);
  });
}

test("a process with V8's flags gets typed arrays and gives them back", async () => {
  const data = { pixels: new Uint8Array([1, 2, 3]), weights: new Float32Array([0.5, -1]) };
  const { answer: found, terminate } = await answer(forkedWorker(echo(), noThread), data);
  terminate();
  expect(found).toEqual({ message: data, flags: [...wideFlags] });
});

test("a process that ends after it has answered is lost, with the reason", async () => {
  const lost = await new Promise((resolve) => {
    const { port } = forkedWorker(echo(), noThread)(resolve);
    port.listen(() => port.post("end"));
    port.post("hello");
  });
  expect(lost).toBe("it ended with code 3");
});

test("where Node does not know the flags, a thread gets what was posted, and answers", async () => {
  const got: unknown[] = [];
  const thread: StartWorker = () => {
    let receive: (message: unknown) => void = () => {};
    return {
      port: {
        post(message) {
          got.push(message);
          receive("from the thread");
        },
        listen(listener) {
          receive = listener;
        },
      },
      terminate() {},
    };
  };
  const { answer: found } = await answer(forkedWorker(echo(), thread, ["--no-such-flag-of-v8"]), "hello");
  expect({ found, got }).toEqual({ found: "from the thread", got: ["hello"] });
});

/** Opens the tiny model for wide kernels in the real worker, trains it, and fetches its weights. */
async function trainWide(start: StartWorker) {
  const { port, terminate } = start(() => {});
  try {
    const worker = openChannel<WorkerHostContract, WorkerContract>(port, {});
    await worker.call("loadDataset", tinyData());
    await worker.call("openModel", {
      revision: 1,
      ...toWorker(readCnnJson(tinyModel({ filters: 20 }), "tiny.cnn.json")),
      weights: undefined,
      maxMemoryMB: 64,
      engine: { kernels: "wide", threads: 1 },
    });
    const status = await worker.call("train", undefined);
    return { kernels: status.engine?.kernels, weights: readSafetensors(await worker.call("weights", undefined)) };
  } finally {
    terminate();
  }
}

const worker = fileURLToPath(new URL("../../../src/worker/main.ts", import.meta.url));

test("the real worker trains with wide kernels in such a process, where there are any", async () => {
  const trained = trainWide(forkedWorker(worker, nodeWorker(worker)));
  const missing = await trained.then(
    ({ kernels, weights }) => {
      expect(kernels).toBe("wide");
      expect(weights.get("conv.kernel")?.shape).toEqual([3, 3, 1, 20]);
    },
    (error: Error) => error.message,
  );
  if (missing !== undefined) expect(missing).toMatch(/^The wide kernels need /);
});

test("asked for wide kernels, the thread that takes the place says why there are none, and what to do", async () => {
  const trained = trainWide(forkedWorker(worker, nodeWorker(worker), ["--no-such-flag-of-v8"]));
  await expect(trained).rejects.toThrow(
    /V8's --experimental-wasm-revectorize, which this one was not\. Set convlens\.engine\.kernels to "auto"\.$/,
  );
});
