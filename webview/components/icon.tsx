/** Small drawings that accompany words; they never stand alone. */

const paths = {
  play: "M4.5 2.6v10.8L13 8z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
  step: "M4 2.6v10.8L10.5 8zM11.5 3H13v10h-1.5z",
  stop: "M3.5 3.5h9v9h-9z",
  reset: "M3 2.5v4h4v-1H4.7A4.5 4.5 0 1 1 3.6 9.1l-1 .3A5.5 5.5 0 1 0 4 4.7V2.5z",
  unfold: "M3.2 5.6 8 10.4l4.8-4.8.7.7L8 11.8 2.5 6.3z",
  fold: "M5.6 3.2 10.4 8l-4.8 4.8.7.7L11.8 8 6.3 2.5z",
  previous: "M10.4 3.2 5.6 8l4.8 4.8-.7.7L4.2 8l5.5-5.5z",
  next: "M5.6 3.2 10.4 8l-4.8 4.8.7.7L11.8 8 6.3 2.5z",
  problem: "M8 1.2 15.3 14H.7zm0 2L2.4 13h11.2zM7.4 6h1.2l-.2 4H7.6zM8 10.7a.8.8 0 1 1 0 1.6.8.8 0 0 1 0-1.6z",
  right: "M6.4 11.2 3.2 8l-.8.8 4 4 7.2-7.6-.8-.7z",
  wrong: "m8 7.2 3.6-3.6.8.8L8.8 8l3.6 3.6-.8.8L8 8.8l-3.6 3.6-.8-.8L7.2 8 3.6 4.4l.8-.8z",
  close: "m8 7.3 3.6-3.7.8.8L8.7 8l3.7 3.6-.8.8L8 8.7l-3.6 3.7-.8-.8L7.3 8 3.6 4.4l.8-.8z",
  share: "M8.5 2.2 12 5.7l-.7.7-2.3-2.3V10.5H8V4.1L5.7 6.4 5 5.7zM3 8h1v5h9V8h1v6H3z",
  arrow: "M1 7.5h11.2L9 4.3l.7-.7L14.1 8l-4.4 4.4-.7-.7 3.2-3.2H1z",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
