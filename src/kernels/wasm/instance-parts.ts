/** What the parts of the wrapped kernels share: the compiled functions, addresses, and room of their own in the arena. */
import { type Purpose, purposes, type RoomSizes } from "../../tensor/backend.ts";
import type { Floats } from "../../tensor/floats.ts";
import type { Window } from "../../tensor/window.ts";
import type { CompiledKernels } from "./wrap.ts";

export type At = (array: Floats | Int32Array) => number;

export interface Instance {
  readonly wasm: CompiledKernels;
  readonly at: At;
  setWindow(window: Window): void;
  /** More room in the arena, kept until its end: the address of so many numbers. */
  take(length: number): number;
  /** Writes whole numbers to an address of `take` and gives it back. */
  write(at: number, numbers: readonly number[]): number;
  /** Room that all layers share, one for each purpose; what was in it is lost. */
  readonly rooms: Rooms;
}

/** The address of so many numbers. */
type Room = (length: number) => number;

export interface Rooms extends Readonly<Record<Purpose, Room>> {
  /** 0, 4, 8 and on: the offsets of so many neighbours. */
  ramp(length: number): number;
}

export function openRooms(take: (length: number) => number, write: Instance["write"], planned?: RoomSizes): Rooms {
  const rooms = Object.fromEntries(
    purposes.map((purpose) => [purpose, growing(take, planned?.[purpose] ?? 0)]),
  ) as Record<Purpose, Room>;
  let written = 0;
  return {
    ...rooms,
    ramp(length) {
      const at = rooms.ramp(length);
      if (written < length)
        write(
          at,
          Array.from({ length }, (_, i) => 4 * i),
        );
      written = Math.max(written, length);
      return at;
    },
  };
}

/** Room that is asked for anew only when it has become too small, and then for twice as much at least. */
function growing(take: (length: number) => number, planned: number): Room {
  let at = 0;
  let room = -1;
  return (length) => {
    if (length > room) {
      room = Math.max(length, room < 0 ? planned : 2 * room);
      at = take(room);
    }
    return at;
  };
}
