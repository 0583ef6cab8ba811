import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";

interface ButtonProps {
  readonly icon?: IconName;
  readonly primary?: boolean;
  readonly disabled?: boolean;
  /** Why it is disabled, or what it does in more words. */
  readonly hint?: string | undefined;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}

/** One that is disabled keeps its focus, so that nobody loses their place by pressing it, and its hint can be read. */
export function Button({ icon, primary = false, disabled = false, hint, onClick, children }: ButtonProps) {
  return (
    <button
      type="button"
      class={primary ? "button primary" : "button"}
      aria-disabled={disabled}
      title={hint}
      onClick={disabled ? undefined : onClick}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}
