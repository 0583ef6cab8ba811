/**
 * The button that offers what a view shows to the clipboard and to files; every view has the same. A menu button as in
 * https://www.w3.org/WAI/ARIA/apg/patterns/menu-button: arrow keys within, Escape closes.
 */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Icon } from "../components/icon.tsx";
import { type Gift, giftsOf, type Offer } from "./give.ts";

interface ShareMenuProps extends Offer {
  /** Whether it stands at the end of its section's heading, or where it is put. */
  readonly atHeading?: boolean;
}

const SAID_FOR_MS = 6_000;

export function ShareMenu({ atHeading = false, ...offer }: ShareMenuProps) {
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState("");
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useId();
  useEffect(() => {
    if (said === "") return;
    const timer = setTimeout(() => setSaid(""), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const give = (gift: Gift): void => {
    close();
    gift.give().then(setSaid, (error: unknown) => setSaid(error instanceof Error ? error.message : String(error)));
  };
  return (
    <div
      ref={place}
      class={atHeading ? "share at-heading" : "share"}
      onFocusOut={(event) => {
        if (!place.current?.contains(event.relatedTarget as Node | null)) setOpen(false);
      }}
    >
      <span class="share-said" role="status">
        {said}
      </span>
      <button
        ref={button}
        type="button"
        class="step share-button"
        aria-label={`Share ${offer.name}`}
        title="Copy or save"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={menu}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key === "Escape") setOpen(false);
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        <Icon name="share" />
      </button>
      {open && <Gifts id={menu} name={offer.name} gifts={giftsOf(offer)} onGive={give} onClose={close} />}
    </div>
  );
}

interface GiftsProps {
  readonly id: string;
  readonly name: string;
  readonly gifts: readonly Gift[];
  readonly onGive: (gift: Gift) => void;
  readonly onClose: () => void;
}

function Gifts({ id, name, gifts, onGive, onClose }: GiftsProps) {
  const list = useRef<HTMLDivElement>(null);
  const focus = (index: number): void => {
    const items = list.current?.querySelectorAll("button") ?? [];
    items[(index + items.length) % items.length]?.focus();
  };
  useEffect(() => focus(0), []);
  const takeKey = (event: KeyboardEvent, index: number): void => {
    if (event.key === "Escape") {
      // Elsewhere it lets go of what is pinned.
      event.stopPropagation();
      onClose();
    }
    const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    focus(to);
  };
  return (
    <div ref={list} id={id} class="share-menu" role="menu" aria-label={`Share ${name}`}>
      {gifts.map((gift, index) => (
        <button
          key={gift.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => onGive(gift)}
          onKeyDown={(event) => takeKey(event, index)}
        >
          {gift.label}
        </button>
      ))}
    </div>
  );
}
