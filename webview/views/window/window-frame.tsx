/** The frame around cells, in the accent colour on a halo, so that it stands out on any values. */
export function WindowFrame({ width, height }: { readonly width: number; readonly height: number }) {
  const around = { x: -0.5, y: -0.5, width: width + 2, height: height + 2 };
  return (
    <>
      <rect class="window-halo" {...around} />
      <rect class="window-frame" {...around} />
    </>
  );
}
