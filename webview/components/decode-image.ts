/** Decodes an image file with the browser's own decoders; nothing of it leaves the page. */
import type { DecodedImage } from "../../src/data/image.ts";

/** Red, green, blue and alpha, at most `most` pixels along the longer side. Rejects with a message for people. */
export async function decodeImage(file: File, most: number): Promise<DecodedImage> {
  const bitmap = await createImageBitmap(file).catch((error: unknown) => {
    throw new Error(`${file.name || "This"} cannot be opened as an image. PNG and JPEG can be.`, { cause: error });
  });
  const scale = Math.min(1, most / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const context = new OffscreenCanvas(width, height).getContext("2d");
  if (context === null) throw new Error("This VS Code gives no canvas to decode images with.");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return { width, height, channels: 4, data: context.getImageData(0, 0, width, height).data };
}
