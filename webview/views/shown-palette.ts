/** The colours of what is shown, in the page's theme. */
import { divergingOnDark, divergingOnLight, greys, type Palette, viridis } from "../geometry/palette.ts";
import { theme } from "../theme.ts";
import type { ShownTensor } from "./shown-tensor.ts";

export function paletteFor({ diverging, image }: ShownTensor): Palette {
  if (image) return greys;
  return diverging ? divergingPalette() : viridis;
}

/** Blue to orange, with the page's own shade in the middle. */
export function divergingPalette(): Palette {
  return theme.value.dark ? divergingOnDark : divergingOnLight;
}
