/** Paints a picture from words, behind somebody's API. One call, no retries; it rejects with a `RemoteCallError` and ends when `signal` aborts. */
export type Painter = {
  /** Who runs it, e.g. `openai`. */
  name: string;
  /** The model's own name. */
  model: string;
  /** A PNG of moderate size. */
  paint(prompt: string, signal: AbortSignal): Promise<Uint8Array>;
};

export type PainterOptions = { apiKey: string; baseUrl: string; model: string };
