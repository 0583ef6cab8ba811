import type { Port } from "../../../src/protocol/channel.ts";

/** Two ports that carry messages to each other as a real one does: later, and as copies. */
export function linkedPorts(): [Port, Port] {
  const receivers: [((message: unknown) => void) | undefined, ((message: unknown) => void) | undefined] = [
    undefined,
    undefined,
  ];
  const port = (own: 0 | 1): Port => ({
    post(message) {
      const copy = structuredClone(message);
      setImmediate(() => receivers[own === 0 ? 1 : 0]?.(copy));
    },
    listen(receive) {
      receivers[own] = receive;
    },
  });
  return [port(0), port(1)];
}
