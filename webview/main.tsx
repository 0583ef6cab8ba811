/** The entry of the webview: connects it to the host and draws it, first as a skeleton. */
import { render } from "preact";
import "./style.css";
import { connect, type VsCodeApi } from "./host.ts";
import { followTheme } from "./theme.ts";
import { Inspector } from "./views/inspector.tsx";

declare function acquireVsCodeApi(): VsCodeApi;

const place = document.getElementById("app");
if (place === null) throw new Error("The page has no element with the id app.");
followTheme();
connect(acquireVsCodeApi());
render(<Inspector />, place);
