const begins = new WeakMap<object, string>();

/** Remembers of a feed's stream the cursor that it begins after, so that who follows it can resume before the first item has come. */
export const beginsAfter = <Stream extends object>(stream: Stream, cursor: string | null): Stream => {
  if (cursor !== null) begins.set(stream, cursor);
  return stream;
};

/** The cursor that a feed's stream begins after; undefined when it is none, or does not say. */
export const beginOf = (stream: object): string | undefined => begins.get(stream);
