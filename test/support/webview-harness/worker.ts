// The computing worker, in a browser's worker instead of Node's.

import { serveModel } from "../../../src/worker/session.ts";

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

serveModel(
  {
    post: (message) => scope.postMessage(message),
    listen: (receive) => scope.addEventListener("message", (event) => receive(event.data)),
  },
  {
    // The page is not isolated from others, so that threads cannot share memory.
    helpers: undefined,
    now: () => performance.now(),
    // A message channel's answer comes behind the messages that wait, and not a timer's four milliseconds later.
    breathe: () =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          resolve();
        };
        port2.postMessage(undefined);
      }),
    async gunzip(bytes) {
      const stream = new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream("gzip"));
      return new Uint8Array(await new Response(stream).arrayBuffer());
    },
  },
);

interface DedicatedWorkerGlobalScope {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listen: (event: MessageEvent) => void): void;
}
