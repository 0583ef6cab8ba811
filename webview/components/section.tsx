/** A part of the inspector that can be folded away by its heading. */
import type { ComponentChildren } from "preact";
import { choices, choose } from "../state/model.ts";
import { Icon } from "./icon.tsx";

interface SectionProps {
  /** Unique on the page; also the name under which its folding is kept. */
  readonly id: string;
  readonly title: string;
  /** Of its heading: 3 below the layer's name. */
  readonly level?: 2 | 3;
  readonly children: ComponentChildren;
}

export function Section({ id, title, level = 2, children }: SectionProps) {
  const Heading = `h${level}` as const;
  const folded = choices.value.folded.includes(id);
  const toggle = (): void => {
    const others = choices.value.folded.filter((other) => other !== id);
    choose({ folded: folded ? others : [...others, id] });
  };
  return (
    <section class="section" aria-labelledby={`${id}-title`}>
      <Heading id={`${id}-title`} class="section-heading">
        <button type="button" aria-expanded={!folded} aria-controls={`${id}-body`} onClick={toggle}>
          <Icon name={folded ? "fold" : "unfold"} />
          {title}
        </button>
      </Heading>
      <div id={`${id}-body`} class="section-body" hidden={folded}>
        {!folded && children}
      </div>
    </section>
  );
}
