// esbuild gathers imported style sheets into dist/webview.css; to the compiler they are modules without exports.
declare module "*.css";
