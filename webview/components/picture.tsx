/** An image of the data set, or one of its like, as it looks. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Shape } from "../../src/tensor/shape.ts";
import { paintImage } from "../geometry/paint.ts";
import { putPixels } from "./put-pixels.ts";

interface PictureProps {
  readonly shape: Shape;
  readonly data: ArrayLike<number>;
  /** Not needed where something around it says what it is. */
  readonly label?: string;
}

export function Picture({ shape, data, label }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const painted = paintImage(shape, data);
    if (canvas.current) putPixels(canvas.current, painted.pixels, painted.width, painted.height);
  }, [shape, data]);
  if (label === undefined) return <canvas ref={canvas} class="pixels" />;
  return <canvas ref={canvas} class="pixels" role="img" aria-label={label} />;
}
