/** A few values as horizontal bars from zero, each with its index and its number. */

interface BarsProps {
  readonly label: string;
  readonly values: ArrayLike<number>;
  /** Those that are shown, in this order; all without the word. */
  readonly indices?: readonly number[];
  readonly format: (value: number) => string;
  /** The value at which a bar is full; absent: the largest that occurs. */
  readonly full?: number;
  /** A mark behind the index, in words for those who do not see it. */
  readonly marks?: Readonly<Record<number, string>> | undefined;
}

export function Bars({ label, values, indices, format, full, marks }: BarsProps) {
  const all = Array.from(values);
  const finite = all.filter(Number.isFinite);
  const most = full ?? Math.max(0, ...finite.map(Math.abs));
  const shown = indices ?? all.map((_, index) => index);
  const negative = finite.some((value) => value < 0);
  return (
    <ul
      class={["bars", negative && "signed", marks && "with-marks"].filter(Boolean).join(" ")}
      aria-label={label}
      style={{ "--index": `${String(all.length - 1).length}ch` }}
    >
      {shown.map((index) => {
        const value = all[index] ?? Number.NaN;
        const width = share(value, most) * (negative ? 50 : 100);
        return (
          <li key={index} class={marks?.[index] === undefined ? "" : "marked"}>
            <span class="bar-index">{index}</span>
            <span class="bar-track" aria-hidden="true">
              <span class={value < 0 ? "bar negative" : "bar"} style={{ width: `${width}%` }} />
            </span>
            <span class="bar-value">{format(value)}</span>
            {marks?.[index] !== undefined && (
              <span class="bar-mark">
                <span aria-hidden="true">◂ </span>
                <span class="bar-word">{marks[index]}</span>
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function share(value: number, most: number): number {
  return Number.isFinite(value) && most > 0 ? Math.min(1, Math.abs(value) / most) : 0;
}
