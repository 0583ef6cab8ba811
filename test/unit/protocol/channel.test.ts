import { describe, expect, test } from "vitest";
import { openChannel, type Port } from "../../../src/protocol/channel.ts";
import { linkedPorts } from "./ports.ts";

interface Host {
  readonly calls: {
    readonly double: (x: number) => number;
    readonly later: (x: string) => string;
    readonly fail: (why: string) => void;
    readonly never: (nothing: undefined) => void;
  };
  readonly events: { readonly ticked: number };
}

interface View {
  readonly calls: Record<never, never>;
  readonly events: Record<never, never>;
}

const handlers = {
  double: (x: number) => 2 * x,
  later: async (x: string) => {
    await new Promise((resolve) => setImmediate(resolve));
    return `${x}!`;
  },
  fail: (why: string) => {
    throw new Error(why);
  },
  never: () => new Promise<void>(() => undefined),
};

function open(served: typeof handlers = handlers) {
  const [hostPort, viewPort] = linkedPorts();
  const host = openChannel<Host, View>(hostPort, served);
  const view = openChannel<View, Host>(viewPort, {});
  return { host, view, hostPort, viewPort };
}

/** A port whose messages are written down and whose peer is played by the test. */
function playedPort(): { port: Port; posted: unknown[]; receive(message: unknown): void } {
  const posted: unknown[] = [];
  let receive: (message: unknown) => void = () => undefined;
  const port: Port = {
    post: (message) => void posted.push(message),
    listen: (listener) => {
      receive = listener;
    },
  };
  return { port, posted, receive: (message) => receive(message) };
}

describe("a channel", () => {
  test("answers calls with what the peer's handler gives", async () => {
    const { view } = open();
    expect(await view.call("double", 21)).toBe(42);
  });

  test("gives each of several open calls its own answer, in whatever order they come", async () => {
    const { view } = open();
    expect(await Promise.all([view.call("later", "a"), view.call("double", 1), view.call("later", "b")])).toEqual([
      "a!",
      2,
      "b!",
    ]);
  });

  test("rejects a call whose handler throws, with its message", async () => {
    const { view } = open();
    await expect(view.call("fail", "no such layer")).rejects.toThrow("no such layer");
  });

  test("goes on after a failure", async () => {
    const { view } = open();
    await view.call("fail", "once").catch(() => undefined);
    expect(await view.call("double", 4)).toBe(8);
  });

  test("rejects a call that the peer does not serve, even one with the name of an object's method", async () => {
    const { view } = open();
    await expect(view.call("toString" as "double", 1)).rejects.toThrow("no call named toString");
  });

  test("brings events to their listener, in order", async () => {
    const { host, view } = open();
    const heard: number[] = [];
    view.on("ticked", (value) => heard.push(value));
    host.emit("ticked", 1);
    host.emit("ticked", 2);
    await expect.poll(() => heard).toEqual([1, 2]);
  });

  test("carries typed arrays as copies", async () => {
    const [hostPort, viewPort] = linkedPorts();
    const sent = new Float32Array([1, 2, 3]);
    openChannel<{ calls: { take: (n: undefined) => Float32Array }; events: Record<never, never> }, View>(hostPort, {
      take: () => sent,
    });
    const view = openChannel<View, { calls: { take: (n: undefined) => Float32Array }; events: Record<never, never> }>(
      viewPort,
      {},
    );
    const got = await view.call("take", undefined);
    sent[0] = 9;
    expect(got).toEqual(new Float32Array([1, 2, 3]));
  });

  test("fails open calls and later ones when it is closed, with the reason", async () => {
    const { view } = open();
    const waiting = view.call("never", undefined);
    view.close("The worker was lost.");
    await expect(waiting).rejects.toThrow("The worker was lost.");
    await expect(view.call("double", 1)).rejects.toThrow("The worker was lost.");
  });

  test("posts nothing once it is closed, not even the answer to an earlier call", async () => {
    const { port, posted, receive } = playedPort();
    const host = openChannel<Host, View>(port, handlers);
    receive({ kind: "call", id: 1, name: "later", argument: "a" });
    host.close("hidden");
    host.emit("ticked", 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(posted).toEqual([]);
  });

  test.each([
    ["text", "hello"],
    ["nothing", null],
    ["another extension's message", { type: "ready" }],
    ["a call without a number", { kind: "call", name: "double", argument: 1 }],
    ["a call without a name", { kind: "call", id: 1, argument: 1 }],
    ["an answer to a call that was never made", { kind: "answer", id: 7, value: 1 }],
  ])("drops %s", async (_, message) => {
    const { port, posted, receive } = playedPort();
    openChannel<Host, View>(port, handlers);
    receive(message);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(posted).toEqual([]);
  });
});
