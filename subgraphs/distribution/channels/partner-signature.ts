import { createHmac } from 'node:crypto';

/** What a request to a partner is signed over (docs/partner-api.md); `body` is empty for a GET, `idempotencyKey` where there is none. */
export type Signed = { timestamp: string; method: string; path: string; idempotencyKey: string; body: string };

/** `madang-signature`: `v1=` and the HMAC-SHA-256, hexadecimal, of timestamp, method, path, idempotency key and body, a line feed between each two. */
export const partnerSignature = (secret: string, { timestamp, method, path, idempotencyKey, body }: Signed): string =>
  `v1=${createHmac('sha256', secret).update([timestamp, method, path, idempotencyKey, body].join('\n')).digest('hex')}`;
