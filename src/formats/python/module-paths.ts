/** Where Python would look for a module of the workspace: files and packages, by paths with slashes. */

/** `from` is the importing file's path; `level` counts the dots of a relative import, 0 for none; `roots` are folders. */
export function modulePaths(module: string, from: string, level: number, roots: readonly string[]): string[] {
  const parts = module === "" ? [] : module.split(".");
  const folders = level > 0 ? [ancestor(folderOf(from), level - 1)] : [folderOf(from), ...roots];
  return [...new Set(folders)].flatMap((folder) => {
    if (folder === undefined) return [];
    const path = [folder, ...parts].filter((part) => part !== "").join("/");
    const absolute = folder.startsWith("/") && !path.startsWith("/") ? `/${path}` : path;
    return parts.length === 0 ? [`${absolute}/__init__.py`] : [`${absolute}.py`, `${absolute}/__init__.py`];
  });
}

export function folderOf(path: string): string {
  const at = path.lastIndexOf("/");
  return at === -1 ? "" : path.slice(0, at);
}

/** `undefined` above the topmost folder. */
function ancestor(folder: string, levels: number): string | undefined {
  let at = folder;
  for (let i = 0; i < levels; i++) {
    if (at === "") return undefined;
    at = folderOf(at);
  }
  return at;
}
