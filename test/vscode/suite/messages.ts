// What the extension tells the user, heard by the suites that run in the same extension host, and answered for the user.

import * as vscode from "vscode";

export interface Messages {
  /** Texts so far, of any severity. */
  readonly texts: string[];
  /** The button that is pressed from now on, on every message that has it. */
  press(button: string): void;
  restore(): void;
}

const kinds = ["showErrorMessage", "showWarningMessage", "showInformationMessage"] as const;

/** Takes the place of VS Code's messages until `restore`. */
export function hearMessages(): Messages {
  const texts: string[] = [];
  let pressed: string | undefined;
  const window = vscode.window as unknown as Record<string, unknown>;
  const before = kinds.map((kind) => window[kind]);
  for (const kind of kinds) {
    window[kind] = async (text: string, ...buttons: unknown[]) => {
      texts.push(text);
      return buttons.includes(pressed) ? pressed : undefined;
    };
  }
  return {
    texts,
    press(button) {
      pressed = button;
    },
    restore() {
      for (const [index, kind] of kinds.entries()) window[kind] = before[index];
    },
  };
}
