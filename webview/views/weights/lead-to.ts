/** From a weight to where it is at work: the section is unfolded, brought into view, and its heading gets the focus. */
import { choices, choose } from "../../state/model.ts";

export function leadTo(section: "arithmetic" | "backward"): void {
  const { folded } = choices.peek();
  if (folded.includes(section)) choose({ folded: folded.filter((id) => id !== section) });
  // After what was chosen is drawn.
  requestAnimationFrame(() => {
    const heading = document.getElementById(`${section}-title`);
    heading?.scrollIntoView({ block: "start" });
    heading?.querySelector("button")?.focus({ preventScroll: true });
  });
}
