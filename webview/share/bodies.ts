/** What is drawn on a page, as the body of a picture to take away: atlases of tiles, images, and canvases as they are. */
import type { Shape } from "../../src/tensor/shape.ts";
import { type Atlas, type TileSource, tileOrigin } from "../geometry/atlas.ts";
import { paintAtlas, paintImage } from "../geometry/paint.ts";
import type { Palette } from "../geometry/palette.ts";
import type { Range } from "../geometry/values.ts";
import { pixelCanvas } from "./pixel-canvas.ts";
import { type Body, textFont } from "./sheet.ts";

interface AtlasPicture {
  readonly atlas: Atlas;
  readonly source: TileSource;
  readonly palette: Palette;
  readonly rangeOf: (tile: number) => Range;
  /** What stands below the first tile of each group, where the atlas leaves room for it. */
  readonly caption?: (tile: number) => string;
}

export function atlasBody({ atlas, source, palette, rangeOf, caption }: AtlasPicture): Body {
  const { scale } = atlas;
  const [width, height] = [atlas.width * scale, atlas.height * scale];
  return {
    width,
    height,
    draw: (pen, theme) => {
      pen.imageSmoothingEnabled = scale < 1;
      const pixels = paintAtlas(atlas, source, palette, rangeOf);
      pen.drawImage(pixelCanvas(pixels, atlas.width, atlas.height), 0, 0, width, height);
      if (caption === undefined) return;
      pen.font = textFont(theme, 11);
      pen.fillStyle = theme.foreground;
      pen.textBaseline = "top";
      for (let tile = 0; tile < atlas.count; tile += atlas.group) {
        const { x, y } = tileOrigin(atlas, tile);
        pen.fillText(caption(tile), x * scale, (y + atlas.rows * atlas.dots) * scale + 3);
      }
    },
  };
}

/** An image as it looks, its longer side about `px` long. */
export function imageBody(shape: Shape, data: ArrayLike<number>, px = 280): Body {
  const { pixels, width, height } = paintImage(shape, data);
  const scale = Math.max(1, Math.round(px / Math.max(1, width, height)));
  return {
    width: width * scale,
    height: height * scale,
    draw: (pen) => {
      pen.imageSmoothingEnabled = false;
      pen.drawImage(pixelCanvas(pixels, width, height), 0, 0, width * scale, height * scale);
    },
  };
}

/** One body over another of its size, with an opacity. */
export function layered(below: Body, above: Body, opacity: number): Body {
  return {
    width: above.width,
    height: above.height,
    draw: (pen, theme) => {
      pen.save();
      pen.scale(above.width / below.width, above.height / below.height);
      below.draw(pen, theme);
      pen.restore();
      pen.globalAlpha = opacity;
      above.draw(pen, theme);
      pen.globalAlpha = 1;
    },
  };
}

/** A canvas as it is now, at a size in CSS pixels. */
export function canvasBody(canvas: HTMLCanvasElement, { width, height }: { width: number; height: number }): Body {
  return { width, height, draw: (pen) => pen.drawImage(canvas, 0, 0, width, height) };
}
