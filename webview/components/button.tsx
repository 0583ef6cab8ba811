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

export function Button({ icon, primary = false, disabled = false, hint, onClick, children }: ButtonProps) {
  return (
    <button
      type="button"
      class={primary ? "button primary" : "button"}
      disabled={disabled}
      title={hint}
      onClick={onClick}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}
