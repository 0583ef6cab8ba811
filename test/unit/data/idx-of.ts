/** An IDX file of unsigned bytes whose header announces `shape`, whatever the data. */
export function idxOf(shape: readonly number[], data: Uint8Array): Uint8Array {
  const header = new Uint8Array(4 + 4 * shape.length);
  const view = new DataView(header.buffer);
  view.setUint8(2, 8);
  view.setUint8(3, shape.length);
  shape.forEach((dim, axis) => {
    view.setUint32(4 + 4 * axis, dim);
  });
  return Uint8Array.of(...header, ...data);
}
