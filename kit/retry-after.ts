const seconds = /^\d+(\.\d+)?$/;

/** Milliseconds that `retry-after-ms` or `retry-after` (RFC 9110 §10.2.3: seconds or a date) asks to wait; 0 when neither says so. */
export const parseRetryAfter = (headers: Headers | undefined, now: Date): number => {
  const milliseconds = headers?.get('retry-after-ms') ?? '';
  if (seconds.test(milliseconds)) return Number(milliseconds);
  const text = headers?.get('retry-after') ?? '';
  if (seconds.test(text)) return Number(text) * 1_000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now.getTime());
};
