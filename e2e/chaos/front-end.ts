import type { Data } from '../client.ts';
import type { History, Operation, Outcome } from './history.ts';

const ANSWER_MS = 10_000;
/** How long a gateway that did not answer is left out while there is another. */
const LEFT_OUT_MS = 2_000;

/** Codes that say for certain that nothing was done. */
const REFUSED = /^((PART|USER|AUTH|EVENT|CONTENT|DIST)_\d+|BAD_USER_INPUT|UNAUTHENTICATED|FORBIDDEN|RATE_LIMITED)$/;

export type Answer = { outcome: Outcome; code?: string; data?: Data };

/** A front end behind a load balancer over the gateways, which waits for an answer no longer than people would. */
export type FrontEnd = {
  /** Sends a mutation and writes what became of it into the history. */
  mutate: (operation: Asked) => Promise<Answer>;
  /** Sends a query; null without a whole answer. */
  query: (text: string, variables: Record<string, unknown>, token?: string) => Promise<Data | null>;
  /** A gateway that answered lately. */
  gateway: () => string;
  /** Entries acknowledged so far. */
  acknowledged: () => number;
};

export type Asked = {
  text: string;
  variables: Record<string, unknown>;
  token?: string;
  /** Of the history. */
  op: string;
  key: string;
  eventId?: string;
  /** What to write down of an acknowledged one. */
  result?: (data: Data) => Partial<Operation>;
  /** Which gateway; in turn by default. */
  gateway?: string;
};

export const createFrontEnd = (gateways: readonly string[], history: History): FrontEnd => {
  const outUntil = new Map<string, number>();
  let turn = 0;
  let acknowledged = 0;
  const gateway = (): string => {
    const now = performance.now();
    const up = gateways.filter((url) => (outUntil.get(url) ?? 0) < now);
    const choice = up.length > 0 ? up : gateways;
    return choice[turn++ % choice.length] as string;
  };
  const ask = async (url: string, text: string, variables: Record<string, unknown>, token?: string): Promise<Answer> => {
    try {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
        body: JSON.stringify({ query: text, variables }),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      return answerOf((await response.json()) as Parameters<typeof answerOf>[0]);
    } catch (error) {
      outUntil.set(url, performance.now() + LEFT_OUT_MS);
      return { outcome: 'unknown', code: (error as Error).name };
    }
  };
  return {
    gateway,
    acknowledged: () => acknowledged,
    query: async (text, variables, token) => (await ask(gateway(), text, variables, token)).data ?? null,
    mutate: async ({ text, variables, token, op, key, eventId, result, gateway: chosen }) => {
      const begun = history.now();
      const answer = await ask(chosen ?? gateway(), text, variables, token);
      const { outcome, code, data } = answer;
      if (outcome === 'ok' && op === 'participate') acknowledged += 1;
      const more = outcome === 'ok' && result ? result(data) : {};
      history.add({ record: 'operation', op, key, eventId, begun, ended: history.now(), outcome, code, ...more });
      return answer;
    },
  };
};

const answerOf = ({ data, errors }: { data?: Data; errors?: { extensions?: { code?: string } }[] }): Answer => {
  if (data && Object.values(data).every((value) => value !== null)) return { outcome: 'ok', data };
  const code = errors?.[0]?.extensions?.code ?? 'NONE';
  return { outcome: REFUSED.test(code) ? 'refused' : 'unknown', code };
};
