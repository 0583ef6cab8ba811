/** Pillow's images without their pixels: what data sets hold and transforms take. */
import type { Dim } from "../../../tensor/dim.ts";
import { Builtin } from "../../callables.ts";
import { Native } from "../../native.ts";
import type { Run } from "../../run.ts";
import { argument } from "../../stdlib/read-arguments.ts";
import { sizesFor } from "../../tensors/sizes.ts";
import { unknownSize } from "../../tensors/unknown-size.ts";
import { Tuple, type Value } from "../../value.ts";

export interface PictureSize {
  readonly channels: Dim;
  readonly height: Dim;
  readonly width: Dim;
}

/** By Pillow's names of modes. */
const CHANNELS: Readonly<Record<string, number>> = { "1": 1, L: 1, RGB: 3, YCbCr: 3, HSV: 3, RGBA: 4, CMYK: 4 };

export class Picture extends Native {
  readonly typeName = "Image";
  readonly size: PictureSize;

  constructor(size: PictureSize) {
    super();
    this.size = size;
  }

  override attribute(_run: Run, name: string): Value | undefined {
    const { height, width } = this.size;
    switch (name) {
      case "size":
        return new Tuple([width, height]);
      case "height":
        return height;
      case "width":
        return width;
      case "convert":
        return new Builtin(name, (run, args) => this.#inMode(run, argument(args, 0, "mode")));
      case "resize":
        return new Builtin(name, (run, args) => this.#resized(run, argument(args, 0, "size")));
      default:
        return undefined;
    }
  }

  #inMode(run: Run, mode: Value | undefined): Picture {
    const channels = typeof mode === "string" ? CHANNELS[mode] : undefined;
    return new Picture({ ...this.size, channels: channels ?? unknownSize(run) });
  }

  #resized(run: Run, size: Value | undefined): Picture {
    const [width, height] = sizesFor(2, size) ?? [unknownSize(run), unknownSize(run)];
    return new Picture({ ...this.size, width: width as Dim, height: height as Dim });
  }
}

/** One of which nothing is known. */
export function unknownPicture(run: Run): Picture {
  return new Picture({ channels: unknownSize(run), height: unknownSize(run), width: unknownSize(run) });
}

/** Of `PIL.Image`. */
export const pillowNames: readonly (readonly [string, Value])[] = [["open", new Builtin("open", unknownPicture)]];
