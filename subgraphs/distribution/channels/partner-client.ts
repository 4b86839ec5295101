import { z } from 'zod';
import { boundedFetch } from '#kit/bounded-fetch.ts';
import { failedStatus, RemoteCallError } from '#kit/remote-call-error.ts';
import type { RemoteCallMetrics } from '#kit/remote-call-metrics.ts';
import { createRemoteCalls, type RemoteCallPace } from '#kit/remote-calls.ts';
import { DecimalString } from '#schema/decimal.ts';
import { partnerSignature } from './partner-signature.ts';

/** Where a channel's partner is, without a slash at the end, and the secret shared with it. */
export type Partner = { url: string; secret: string };

/** Spec §5: 10 s, 3 retries with jitter, a circuit breaker a channel. Together an attempt stays below the sender's 50 s. Times in milliseconds. */
export const PARTNER_PACE: RemoteCallPace = {
  attemptMs: 10_000,
  retries: 3,
  backoff: { firstMs: 500, capMs: 3_000 },
  longestWaitMs: 2_500,
  breaker: { failures: 8, halfOpenAfterMs: 30_000 },
};

const LARGEST_INT = 2_147_483_647;
const LONGEST_COST = 18;
const count = z.int().min(0).max(LARGEST_INT);
const cost = DecimalString.max(LONGEST_COST).refine((text) => !text.startsWith('-'));

/** What a partner answers; members that it adds are left out. */
export const partnerAnswers = {
  campaign: z.object({ id: z.string().min(1).max(200), expectedViews: count, cost }),
  figures: z.object({ impressions: count, cost }),
  cancelled: z.unknown(),
};

export type PartnerRequest<Answer> = {
  method: 'GET' | 'POST';
  /** Below the partner's URL. */
  path: string;
  idempotencyKey?: string;
  body?: object;
  answer: z.ZodType<Answer>;
};

/** Asks one channel's partner over the signed JSON API (docs/partner-api.md). Rejects with a `RemoteCallError`. */
export type PartnerClient = <Answer>(request: PartnerRequest<Answer>, signal: AbortSignal) => Promise<Answer>;

export type PartnerClientOptions = { calls: RemoteCallMetrics<'channel'>; pace: RemoteCallPace; now: () => Date };

export const createPartnerClient = (
  channel: string,
  partner: Partner,
  { calls: metrics, pace, now }: PartnerClientOptions,
): PartnerClient => {
  const calls = createRemoteCalls({ server: channel, ...pace });
  const measured = metrics.ofServer({ channel }, calls.isOpen);
  const request = boundedFetch(channel);
  const ask = async <Answer>(asked: PartnerRequest<Answer>, signal: AbortSignal): Promise<Answer> => {
    const response = await request(`${partner.url}${asked.path}`, { ...signedRequest(partner, asked, now()), signal });
    if (!response.ok) {
      await response.body?.cancel();
      throw failedStatus(channel, response.status, response.headers, now());
    }
    const parsed = asked.answer.safeParse(readJson(channel, await response.text()));
    if (parsed.success) return parsed.data;
    throw new RemoteCallError(channel, 'invalid', { detail: parsed.error.issues.map(({ path }) => path.join('.')).join(', ') });
  };
  return (asked, signal) => calls.run((attempt) => measured(() => ask(asked, attempt), attempt), signal);
};

const signedRequest = (
  { url, secret }: Partner,
  { method, path, idempotencyKey = '', body }: PartnerRequest<unknown>,
  now: Date,
): RequestInit => {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const text = body ? JSON.stringify(body) : '';
  const signed = { timestamp, method, path: new URL(`${url}${path}`).pathname, idempotencyKey, body: text };
  return {
    method,
    headers: {
      accept: 'application/json',
      'madang-timestamp': timestamp,
      'madang-signature': partnerSignature(secret, signed),
      ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: text } : {}),
  };
};

const readJson = (name: string, text: string): unknown => {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    throw new RemoteCallError(name, 'invalid', { detail: 'it is no JSON' });
  }
};
