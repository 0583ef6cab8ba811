/** What reads `*.cnn.json` files, the table of layers and all: loaded with the first such file. */

export type CnnJsonService = typeof import("../service/cnn-json/main.ts").cnnJsonService;

let service: CnnJsonService | undefined;

/** By `require`, since the editor's answers do not wait; the bundle beside this one is small and on the disk. */
export function cnnJsonService(): CnnJsonService {
  if (service === undefined) {
    const main: { cnnJsonService: CnnJsonService } = require("../service/cnn-json/main.ts");
    service = main.cnnJsonService;
  }
  return service;
}
