import { describe, expect, test } from "vitest";
import {
  colourOf,
  cssColour,
  divergingOnDark,
  divergingOnLight,
  greys,
  type Palette,
  viridis,
} from "../../../../webview/geometry/palette.ts";

function brightness(pixel: number): number {
  return 0.2126 * (pixel & 255) + 0.7152 * ((pixel >>> 8) & 255) + 0.0722 * ((pixel >>> 16) & 255);
}

describe("viridis", () => {
  test("runs from its dark purple to its yellow", () => {
    expect(cssColour(colourOf(viridis, 0, { low: 0, high: 1 }))).toBe("rgb(68 1 84)");
    expect(cssColour(colourOf(viridis, 1, { low: 0, high: 1 }))).toBe("rgb(253 231 37)");
  });

  test("becomes lighter with every value, so that it reads without colour too", () => {
    const levels = [...viridis.colours].map(brightness);
    for (let i = 8; i < levels.length; i += 8) expect(levels[i]).toBeGreaterThan(levels[i - 8] as number);
  });
});

describe("the diverging maps", () => {
  for (const [name, palette, isDark] of [
    ["on light", divergingOnLight, false],
    ["on dark", divergingOnDark, true],
  ] as const) {
    test(`${name} are blue below zero and orange above`, () => {
      const [below, above] = [palette.colours[40] as number, palette.colours[215] as number];
      expect((below >>> 16) & 255).toBeGreaterThan(below & 255);
      expect(above & 255).toBeGreaterThan((above >>> 16) & 255);
    });

    test(`${name} stand out from zero on both sides`, () => {
      const [first, zero, last] = [0, 128, 255].map((i) => brightness(palette.colours[i] as number));
      const sign = isDark ? 1 : -1;
      expect(sign * ((first as number) - (zero as number))).toBeGreaterThan(60);
      expect(sign * ((last as number) - (zero as number))).toBeGreaterThan(60);
    });

    test(`${name} show a tensor of zeros in the colour of zero`, () => {
      expect(colourOf(palette, 0, { low: 0, high: 0 })).toBe(palette.colours[128]);
    });
  }
});

describe("every colour map", () => {
  const palettes: readonly Palette[] = [viridis, greys, divergingOnLight, divergingOnDark];

  test("is opaque", () => {
    for (const { colours, notFinite } of palettes) {
      for (const pixel of [...colours, notFinite]) expect(pixel >>> 24).toBe(255);
    }
  });

  test("has a colour of its own for NaN and the infinities", () => {
    for (const palette of palettes) {
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        expect(colourOf(palette, value, { low: 0, high: 1 })).toBe(palette.notFinite);
      }
      expect(palette.colours).not.toContain(palette.notFinite);
    }
  });

  test("ends with its range", () => {
    for (const palette of palettes) {
      expect(colourOf(palette, 7, { low: 0, high: 1 })).toBe(palette.colours[255]);
      expect(colourOf(palette, -7, { low: 0, high: 1 })).toBe(palette.colours[0]);
    }
  });
});
