/**
 * Typed call and answer over anything that carries messages: a worker's port, a webview. Each side serves its calls and
 * may emit events; a thrown error arrives as a rejected promise with the same message. Typed arrays travel by structured
 * clone, so post a copy (`.slice()`) and never a view of a larger buffer.
 */

/** What carries the messages. `post` must not throw for a peer that is gone. */
export interface Port {
  post(message: unknown): void;
  listen(receive: (message: unknown) => void): void;
}

/** What one side offers: calls that are answered, and events that are not. */
export interface Contract {
  readonly calls: { readonly [name: string]: (argument: never) => unknown };
  readonly events: { readonly [name: string]: unknown };
}

type Answer<F> = F extends (argument: never) => infer R ? Awaited<R> : never;
type Argument<F> = F extends (argument: infer A) => unknown ? A : never;

export type Handlers<C extends Contract> = {
  readonly [K in keyof C["calls"]]: (
    argument: Argument<C["calls"][K]>,
  ) => Answer<C["calls"][K]> | Promise<Answer<C["calls"][K]>>;
};

export interface Channel<Mine extends Contract, Theirs extends Contract> {
  call<K extends keyof Theirs["calls"] & string>(
    name: K,
    argument: Argument<Theirs["calls"][K]>,
  ): Promise<Answer<Theirs["calls"][K]>>;
  emit<K extends keyof Mine["events"] & string>(name: K, value: Mine["events"][K]): void;
  on<K extends keyof Theirs["events"] & string>(name: K, receive: (value: Theirs["events"][K]) => void): void;
  /** The peer is gone: every open call fails with this reason, and so does every later one; nothing is posted any more. */
  close(reason: string): void;
}

type Envelope =
  | { readonly kind: "call"; readonly id: number; readonly name: string; readonly argument: unknown }
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failure"; readonly id: number; readonly message: string }
  | { readonly kind: "event"; readonly name: string; readonly value: unknown };

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** `answering` is handed each posting of an answer, to do it at once. */
export function openChannel<Mine extends Contract, Theirs extends Contract>(
  port: Port,
  handlers: Handlers<Mine>,
  answering: (post: () => void) => void = (post) => post(),
): Channel<Mine, Theirs> {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, (value: never) => void>();
  let nextId = 1;
  let closed: string | undefined;

  async function answer(id: number, name: string, argument: unknown): Promise<void> {
    try {
      if (!Object.hasOwn(handlers, name)) throw new Error(`protocol: no call named ${name}`);
      const handler = handlers[name] as (argument: unknown) => unknown;
      const value = await handler(argument);
      answering(() => post({ kind: "answer", id, value }));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      post({ kind: "failure", id, message });
    }
  }

  /** A late answer must not reach the peer's successor on the same port, whose calls have the same numbers. */
  function post(envelope: Envelope): void {
    if (closed === undefined) port.post(envelope);
  }

  function settle(id: number, finish: (waiting: Waiting) => void): void {
    const open = waiting.get(id);
    waiting.delete(id);
    if (open) finish(open);
  }

  port.listen((message) => {
    if (closed !== undefined || !isEnvelope(message)) return;
    if (message.kind === "call") void answer(message.id, message.name, message.argument);
    else if (message.kind === "answer") settle(message.id, ({ resolve }) => resolve(message.value as never));
    else if (message.kind === "failure") settle(message.id, ({ reject }) => reject(new Error(message.message)));
    else listeners.get(message.name)?.(message.value as never);
  });

  return {
    call(name, argument) {
      if (closed !== undefined) return Promise.reject(new Error(closed));
      const id = nextId++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        post({ kind: "call", id, name, argument });
      });
    },
    emit(name, value) {
      post({ kind: "event", name, value });
    },
    on(name, receive) {
      listeners.set(name, receive);
    },
    close(reason) {
      closed = reason;
      for (const { reject } of waiting.values()) reject(new Error(reason));
      waiting.clear();
    },
  };
}

/** A foreign or malformed message is dropped: other extensions and frames may post to the same port. */
function isEnvelope(message: unknown): message is Envelope {
  if (typeof message !== "object" || message === null) return false;
  const { kind, id, name } = message as Record<string, unknown>;
  if (kind === "event") return typeof name === "string";
  if (typeof id !== "number") return false;
  return kind === "answer" || kind === "failure" || (kind === "call" && typeof name === "string");
}
