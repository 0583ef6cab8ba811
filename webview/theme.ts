/** The colours that canvases need, read from the style sheet's variables, which follow VS Code's theme. */
import { signal } from "@preact/signals";

export interface Theme {
  readonly dark: boolean;
  readonly font: string;
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly accent: string;
  readonly line: string;
  readonly hatch: string;
  readonly blank: string;
  readonly curves: { readonly loss: string; readonly testLoss: string; readonly accuracy: string };
}

export const theme = signal<Theme>(readTheme());

/** Reads the theme again whenever VS Code changes it: it rewrites the body's class and the root's variables. */
export function followTheme(): void {
  const read = (): void => {
    theme.value = readTheme();
  };
  const observer = new MutationObserver(read);
  observer.observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
  read();
}

function readTheme(): Theme {
  const { classList } = document.body;
  // A variable's text may be any expression; a colour property says what it comes to.
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const read = (name: string): string => {
    probe.style.color = `var(--cl-${name})`;
    return style.color;
  };
  const found: Theme = {
    dark: classList.contains("vscode-dark") || isDarkHighContrast(classList),
    font: style.fontFamily,
    background: read("background"),
    foreground: read("foreground"),
    muted: read("muted"),
    accent: read("accent"),
    line: read("line"),
    hatch: read("hatch"),
    blank: read("blank"),
    curves: { loss: read("loss"), testLoss: read("test-loss"), accuracy: read("accuracy") },
  };
  probe.remove();
  return found;
}

function isDarkHighContrast(classes: DOMTokenList): boolean {
  return classes.contains("vscode-high-contrast") && !classes.contains("vscode-high-contrast-light");
}
