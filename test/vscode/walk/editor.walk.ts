import assert from "node:assert/strict";
import { walk } from "./walk.ts";

walk("editor", {
  "a model file opens with its layers in view": async (workbench) => {
    await workbench.openFile("article.cnn.json");
    const lines = await workbench.visibleLines();
    assert.ok(
      lines.some((line) => line.includes('"conv2d"')),
      lines.join("\n"),
    );
    await workbench.screenshot("editor");
  },

  "the palette offers Train CNN": async (workbench) => {
    assert.equal(await workbench.hasCommand("ConvLens: Train CNN"), true);
  },
});
