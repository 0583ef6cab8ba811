/** The smallest round distance between numbered cells at which the numbers have `room` px each. */
export function tickEvery(cell: number, room: number): number {
  for (let tens = 1; ; tens *= 10) {
    for (const step of [1, 2, 5]) if (step * tens * cell >= room) return step * tens;
  }
}
