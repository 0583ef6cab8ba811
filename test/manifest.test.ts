import { readFileSync } from "node:fs";
import { decode } from "fast-png";
import { describe, expect, test } from "vitest";
import { inRoot } from "../scripts/root.ts";
import { readSources } from "./source-files.ts";

interface Manifest {
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly languages: readonly { id: string; extensions: readonly string[] }[];
    readonly commands: readonly { command: string; title: string; category: string; icon?: string }[];
    readonly menus: Readonly<Record<string, readonly { command: string; when?: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
}

const manifest: Manifest = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
const { commands, configuration, languages, menus } = manifest.contributes;
const commandIds = commands.map(({ command }) => command);
const settings = Object.keys(configuration.properties);
const code = readSources("src");
const ownNames = new Set(
  code.flatMap(({ text }) => [...text.matchAll(/["'`](convlens\.[\w.]+)["'`]/g)].map(([, id]) => id!)),
);

/** Names of ours that `when` clauses, activation events and the code share: context keys and view types. */
function namesInWhenClauses(): string[] {
  const clauses = Object.values(menus).flatMap((items) => items.map(({ when }) => when ?? ""));
  return [...new Set(clauses.flatMap((clause) => clause.match(/convlens\.\w+/g) ?? []))];
}

describe("package.json agrees with the code", () => {
  test("every contributed command is registered", () => {
    expect(commandIds.filter((id) => !ownNames.has(id))).toEqual([]);
  });

  test("every name of ours in the code is a contributed command or setting, a context key or a view", () => {
    const known = new Set([...commandIds, ...settings, ...namesInWhenClauses()]);
    expect([...ownNames].filter((name) => !known.has(name))).toEqual([]);
  });

  test("every context key and view that a when clause asks for is set in the code", () => {
    expect(namesInWhenClauses().filter((name) => !ownNames.has(name))).toEqual([]);
  });

  test("every setting is read", () => {
    const texts = code.map(({ text }) => text).join("\n");
    const isRead = (setting: string): boolean =>
      [setting, setting.replace("convlens.", "")].some((name) => texts.includes(`"${name}"`));
    expect(settings.filter((setting) => !isRead(setting))).toEqual([]);
  });

  test("every menu entry names a contributed command", () => {
    const named = Object.values(menus).flatMap((items) => items.map(({ command }) => command));
    expect(named.filter((command) => !commandIds.includes(command))).toEqual([]);
  });

  test("commands in the editor's title have icons", () => {
    const inTitle = new Set(menus["editor/title"]?.map(({ command }) => command));
    expect(commands.filter(({ command, icon }) => inTitle.has(command) && !icon)).toEqual([]);
  });

  test("Train CNN can be found in the palette at any time", () => {
    expect(menus.commandPalette?.map(({ command }) => command)).not.toContain("convlens.trainCnn");
    expect(commands).toContainEqual(expect.objectContaining({ category: "ConvLens", title: "Train CNN" }));
  });

  test("the extension wakes for the language of model files and for a panel that comes back", () => {
    expect(languages).toContainEqual({ id: "jsonc", extensions: [".cnn.json"] });
    expect(manifest.activationEvents).toContain("onLanguage:jsonc");
    expect(manifest.activationEvents).toContain("onWebviewPanel:convlens.inspector");
    expect(ownNames).toContain("convlens.inspector");
  });

  test("the icon is a picture of 128 x 128 pixels", () => {
    const { width, height } = decode(readFileSync(inRoot(manifest.icon)));
    expect([width, height]).toEqual([128, 128]);
  });
});
