/**
 * What Keras itself keeps between calls while a file runs: how often each name was given, which layout images have unless
 * a layer says otherwise, and why a size is not known. One for each run; forgotten with it.
 */

import { lettersIn } from "../../tensor/dim/evaluate.ts";
import { letter } from "../../tensor/dim/sum.ts";
import { formatDim } from "../../tensor/dim/text.ts";
import type { Dim } from "../../tensor/dim.ts";
import type { Run } from "../run.ts";
import { unknownSize as unnamedSize } from "../tensors/unknown-size.ts";

export type DataFormat = "channels_last" | "channels_first";

interface Session {
  readonly names: Map<string, number>;
  readonly reasons: Map<string, string>;
  /** `undefined`: the text has not set it. */
  format: DataFormat | undefined;
  /** How many steps run that TensorFlow makes a graph of. */
  graphs: number;
}

const sessions = new WeakMap<Run, Session>();

function sessionOf(run: Run): Session {
  let session = sessions.get(run);
  if (session === undefined) {
    session = { names: new Map(), reasons: new Map(), format: undefined, graphs: 0 };
    sessions.set(run, session);
  }
  return session;
}

/** `conv2d`, then `conv2d_1`: Keras counts each class's instances. */
export function nextName(run: Run, className: string): string {
  const { names } = sessionOf(run);
  const base = snakeCase(className);
  const before = names.get(base) ?? 0;
  run.change(
    () => names.set(base, before + 1),
    () => names.set(base, before),
  );
  return before === 0 ? base : `${base}_${before}`;
}

/** `MaxPooling2D` is `max_pooling2d`, `ReLU` is `re_lu`. */
export function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, "")
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

/** `keras.backend.clear_session()`: names count from the start again. */
export function forgetNames(run: Run): void {
  const { names } = sessionOf(run);
  const before = new Map(names);
  run.change(
    () => names.clear(),
    () => {
      for (const [name, count] of before) names.set(name, count);
    },
  );
}

export function dataFormatOf(run: Run): DataFormat {
  return sessionOf(run).format ?? "channels_last";
}

export function isDataFormatSet(run: Run): boolean {
  return sessionOf(run).format !== undefined;
}

export function setDataFormat(run: Run, format: DataFormat): void {
  const session = sessionOf(run);
  const before = session.format;
  run.change(
    () => {
      session.format = format;
    },
    () => {
      session.format = before;
    },
  );
}

/** Runs what TensorFlow makes a graph of: tensors in it have no values, and no rows that could be counted. */
export function inGraph<T>(run: Run, what: () => T): T {
  const session = sessionOf(run);
  session.graphs++;
  try {
    return what();
  } finally {
    session.graphs--;
  }
}

export function isInGraph(run: Run): boolean {
  return sessionOf(run).graphs > 0;
}

/** What marks a size that Keras would know and we do not; sizes without it are `None` in Keras as well. */
const unknownMark = "?";

/** A size that Keras knows and we do not. It is equal to nothing but itself. */
export function unknownSize(run: Run, reason: string): Dim {
  const size = unnamedSize(run, reason);
  sessionOf(run).reasons.set(formatDim(size), reason);
  return size;
}

/** A size that is `None` in Keras: named by its axis, and apart from those of other inputs. */
export function openSize(run: Run, axis: string): Dim {
  if (axis === batchLetter) return run.batch ?? letter(axis);
  const { names } = sessionOf(run);
  const before = names.get(`${unknownMark}${axis}`) ?? 0;
  run.change(
    () => names.set(`${unknownMark}${axis}`, before + 1),
    () => names.set(`${unknownMark}${axis}`, before),
  );
  return letter(before === 0 ? axis : `${axis}${before + 1}`);
}

export const batchLetter = "N";

/** Why a size is not known; `undefined`: it is known, or Keras does not know it either. */
export function reasonOf(run: Run, dim: Dim): string | undefined {
  if (typeof dim === "number") return undefined;
  for (const name of lettersIn(dim)) {
    if (name.startsWith(unknownMark)) return sessionOf(run).reasons.get(name) ?? "a size is not known";
  }
  return undefined;
}
