// What VS Code makes of a message between host and webview: JSON, but for binary data.

/** A copy of the message as it would arrive: undefined fields are gone, numbers that are none are null. */
export function asCarried(message: unknown): unknown {
  if (typeof message === "number") return Number.isFinite(message) ? message : null;
  if (typeof message !== "object" || message === null) return message ?? null;
  if (ArrayBuffer.isView(message) || message instanceof ArrayBuffer) return structuredClone(message);
  if (Array.isArray(message)) return message.map(asCarried);
  const fields = Object.entries(message).filter(([, value]) => value !== undefined);
  return Object.fromEntries(fields.map(([key, value]) => [key, asCarried(value)]));
}
