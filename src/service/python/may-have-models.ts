/** Whether a Python text is worth parsing: it imports a framework that we know. */

const IMPORT = /^[ \t]*(?:from|import)[ \t]+(?:torch|torchvision|keras|tensorflow|tf_keras)\b/m;

export function mayHaveModels(text: string): boolean {
  return IMPORT.test(text);
}
