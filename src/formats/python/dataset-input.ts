/**
 * The image size of a data set that the file loads. It is used only while nothing in the file may change the size: a
 * resizing, cropping or padding whose numbers we cannot read makes the data set no evidence.
 */
import { imageSets } from "../../python/torch/data/image-sets.ts";

export interface DatasetInput {
  readonly name: string;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** Folders of photographs have a size only after a transformation. */
const FOLDERS = /\b(?:ImageFolder|ImageNet|Imagenette|Flowers102|OxfordIIITPet|Food101)\s*\(/;
const SIZE_CHANGES =
  /\b(Resize|CenterCrop|RandomCrop|RandomResizedCrop|RandomSizedCrop|Pad|Scale|FiveCrop|TenCrop)\s*\(([^()]*(?:\([^()]*\))?[^()]*)\)/g;

/** Images that the file's own code makes larger or smaller. */
const OWN_RESIZING = /\b(?:resize|thumbnail|copyMakeBorder)\s*\(|\bnp\.pad\s*\(/;

/** The data set of the file, if exactly one kind of size follows from what is written. */
export function datasetInput(source: string): DatasetInput | undefined {
  const text = withoutComments(source);
  const found = Object.entries(imageSets).filter(([name]) => new RegExp(`(?<![\\w])${name}\\s*\\(`).test(text));
  const changed = changedSize(text, found.length > 0);
  if (changed === "unknown" || OWN_RESIZING.test(text)) return undefined;
  const channels = /\bGrayscale\s*\(\s*(?:num_output_channels\s*=\s*)?1?\s*\)/.test(text) ? 1 : undefined;
  const [first] = found;
  if (first === undefined) {
    if (changed === undefined || !FOLDERS.test(text)) return undefined;
    return { name: wordsFor("", []), channels: channels ?? 3, height: changed[0], width: changed[1] };
  }
  const [name, { size }] = first;
  const [c, h, w] = size;
  if (found.some(([, other]) => other.size.join() !== size.join())) return undefined;
  const [height, width] = changed ?? [h, w];
  return { name: wordsFor(name, [c, height, width]), channels: channels ?? c, height, width };
}

/** Where images of a data set come from that have this size, channels first. */
export function wordsFor(name: string, size: readonly unknown[]): string {
  const set = imageSets[name];
  if (set === undefined) return "the images' transformation";
  return set.size.join() === size.join() ? `${name}'s images` : `${name} after its transformation`;
}

/** The size that the file's transformations agree on; `undefined` without any. `isSquare`: the images are it before. */
function changedSize(text: string, isSquare: boolean): readonly [number, number] | "unknown" | undefined {
  const crops = [...text.matchAll(SIZE_CHANGES)].map(([, name = "", args = ""]) => ({
    name,
    size: sizeIn(withNumbers(args, text), name, isSquare),
  }));
  const decisive = crops.some(({ name }) => name.includes("Crop"))
    ? crops.filter(({ name }) => name.includes("Crop"))
    : crops;
  const [first] = decisive;
  if (first === undefined) return undefined;
  if (decisive.some(({ size }) => size === undefined)) return "unknown";
  return new Set(decisive.map(({ size }) => size?.join())).size === 1 && first.size ? first.size : "unknown";
}

/** With the numbers that names stand for: `IMAGE_SIZE`, `opt.img_size`. Names of arguments stay. */
function withNumbers(args: string, text: string): string {
  return args.replace(/\b[A-Za-z_][\w.]*\b(?!\s*=)/g, (name) => String(numberNamed(name, text) ?? name));
}

/** The only number that the file gives a name, or an argument of its command line unless another is asked for. */
function numberNamed(name: string, text: string): number | undefined {
  const option = /\.(\w+)$/.exec(name)?.[1]?.replaceAll("_", "[-_]");
  const given = option
    ? new RegExp(
        `\\badd_argument\\s*\\(\\s*(?:["']-\\w["']\\s*,\\s*)?["']--${option}["'][^()]*\\bdefault\\s*=\\s*(\\d+)\\s*[,)]`,
        "g",
      )
    : new RegExp(`^[ \\t]*${name}[ \\t]*(?::[^=\\n]+)?=(?!=)[ \\t]*([^,\\n]*)`, "gm");
  if (option === undefined && new RegExp(`\\b(?:def|for)\\b[^\\n]*\\b${name}\\b`).test(text)) return undefined;
  const values = new Set([...text.matchAll(given)].map(([, value = ""]) => value.trim()));
  const [value = ""] = values;
  return values.size === 1 && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** `224`, `(224, 224)`, `size=224`. A lone number for a resizing is the shorter side: both, where the image is square. */
function sizeIn(args: string, name: string, isSquare: boolean): readonly [number, number] | undefined {
  const pair = /^\s*(?:size\s*=\s*)?[([]\s*(\d+)\s*,\s*(\d+)\s*[)\]]/.exec(args);
  if (name === "Pad") return undefined;
  if (pair) return [Number(pair[1]), Number(pair[2])];
  const single = /^\s*(?:size\s*=\s*)?(\d+)\s*(?:,|$)/.exec(args);
  const isBothSides = isSquare || name.includes("Crop");
  return single && isBothSides ? [Number(single[1]), Number(single[1])] : undefined;
}

function withoutComments(text: string): string {
  return text.replace(/#[^\n]*/g, "");
}
