import type { Language } from '#schema/errors.ts';
import { operationOf } from '../api.ts';
import type { AnswerError, Data } from '../client.ts';

export type Answer = { data?: Data; errors?: AnswerError['errors'] };

/** Asks an operation of `schema/operations/` (by its root field) or a text, in a language. */
export const askIn = async (
  language: Language,
  url: string,
  operation: string,
  variables: Record<string, unknown> = {},
  token: string | null = null,
): Promise<Answer> => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'accept-language': language === 'ko' ? 'ko-KR,ko;q=0.9,en;q=0.5' : 'en-GB',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({ query: operation.includes('{') ? operation : operationOf(operation), variables }),
  });
  return (await response.json()) as Answer;
};
