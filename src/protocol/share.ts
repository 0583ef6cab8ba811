/** What a person takes out of the inspector to a file: a picture, or a table as text. */

/** Also the files' extensions. */
export type ShareKind = "png" | "csv" | "md";

export type SaveRequest =
  /** `name` is a proposal, without extension; the host makes it one that a file may have. */
  | { readonly kind: "png"; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: "csv" | "md"; readonly name: string; readonly text: string };
