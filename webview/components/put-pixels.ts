/** Puts packed pixels on a canvas, which takes their size. */
export function putPixels(
  canvas: HTMLCanvasElement,
  pixels: Uint32Array<ArrayBuffer>,
  width: number,
  height: number,
): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  if (width === 0 || height === 0) return;
  canvas.getContext("2d")?.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), width, height), 0, 0);
}
