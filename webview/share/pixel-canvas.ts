/** Packed pixels as something that can be drawn on a larger picture. */
export function pixelCanvas(pixels: Uint32Array<ArrayBuffer>, width: number, height: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(Math.max(1, width), Math.max(1, height));
  if (width > 0 && height > 0)
    canvas.getContext("2d")?.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), width, height), 0, 0);
  return canvas;
}
