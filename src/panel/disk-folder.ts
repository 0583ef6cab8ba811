/**
 * A folder on the disk of the extension's own machine. VS Code's file system would take every call through its window, where
 * a training that is drawn can keep it waiting for a minute.
 */
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Folder } from "./kept-state.ts";

/** The folder is made when something is written to it. */
export function diskFolder(path: string): Folder {
  const at = (name: string): string => join(path, name);
  const beside = (name: string): string => at(`${name}.part`);
  return {
    // VS Code's file system may have left the new one beside.
    read: async (name) => (await readIfThere(at(name))) ?? readIfThere(beside(name)),
    async write(name, bytes) {
      await mkdir(path, { recursive: true });
      try {
        await writeFile(beside(name), bytes);
        await rename(beside(name), at(name));
      } catch (error) {
        await rm(beside(name), { force: true });
        throw error;
      }
    },
    async remove(name) {
      await rm(beside(name), { force: true });
      await rm(at(name), { force: true });
    },
    async list() {
      const names = await readdir(path);
      const dated = await Promise.all(names.map(async (name) => ({ name, changed: (await stat(at(name))).mtimeMs })));
      return dated.sort((a, b) => b.changed - a.changed).map(({ name }) => name);
    },
  };
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}
