// The pictures of the README, and the inspector in VS Code's themes: look at them in test-artifacts/ after a change of views.

import { walk } from "./walk.ts";

const MODEL = "lenet.cnn.json";

walk("pictures", {
  "the hover fits beside the text": async (workbench) => {
    await workbench.setSize(1100, 620);
    await workbench.setTheme("Dark Modern");
    await workbench.openFile("article.cnn.json");
    await workbench.runCommand("View: Close Primary Side Bar");
    await workbench.hover('"conv2d"', "= 13", 1);
    await workbench.screenshot("picture-hover");
  },

  "the inspector of a trained model is drawn in every theme": async (workbench) => {
    await workbench.setSize(1600, 1000);
    await workbench.openFile(MODEL);
    await workbench.runCommand("ConvLens: Train CNN");
    const page = workbench.webview();
    await page.locator(".facts", { hasText: "3 of 3" }).waitFor({ timeout: 100_000 });
    await page.locator('[role="option"]', { hasText: "conv1" }).click();
    await page.locator("h2", { hasText: "conv1" }).waitFor();
    await page.locator(".atlas-scroll canvas").first().waitFor();
    for (const theme of ["Dark Modern", "Light Modern", "Dark High Contrast"]) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`picture-${theme.toLowerCase().replaceAll(" ", "-")}`);
    }
  },
});
