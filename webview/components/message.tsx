/** What is said where there is nothing to draw. */
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";

interface MessageProps {
  readonly icon?: IconName;
  /** Read out at once. */
  readonly urgent?: boolean;
  readonly children: ComponentChildren;
}

export function Message({ icon, urgent = false, children }: MessageProps) {
  return (
    <div class="message" role={urgent ? "alert" : undefined}>
      {icon && <Icon name={icon} />}
      <div>{children}</div>
    </div>
  );
}
