import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { pino } from 'pino';
import { publicError, withoutSuggestion } from './public-errors.ts';

const logged = (error: GraphQLError): { level: number; traceId: string }[] => {
  const lines: string[] = [];
  const sink = new Writable({ write: (line, _encoding, done) => done(void lines.push(String(line))) });
  const shown = publicError(error, pino({ level: 'info' }, sink), 'the request’s');
  expect(shown.extensions.code).toBe('INTERNAL_SERVER_ERROR');
  return lines.map((line) => JSON.parse(line));
};

describe('A suggestion', () => {
  it.each([
    ['Cannot query field "a" on type "T". Did you mean "b", "c", or "d"?', 'Cannot query field "a" on type "T".'],
    ['Unknown directive "@skp". Did you mean "@skip"?', 'Unknown directive "@skp".'],
    ['Int cannot represent non-integer value: "Did you mean that?"', 'Int cannot represent non-integer value: "Did you mean that?"'],
    ['Is that all?', 'Is that all?'],
  ])('is left out of: %s', (message, left) => expect(withoutSuggestion(message)).toBe(left));

  // By a regular expression with a search in its middle this took a minute.
  it('is looked for in a time that grows with the message, whatever it quotes', () => {
    const quoted = `Int cannot represent non-integer value: "${'Did you mean '.repeat(40_000)}"`;
    expect(withoutSuggestion(quoted)).toBe(quoted);
  });
});

describe('An unknown failure', () => {
  it('that a subgraph has logged under its trace id is not logged again', () => {
    const extensions = { code: 'INTERNAL_SERVER_ERROR', service: 'user', traceId: 'the subgraph’s' };
    expect(logged(new GraphQLError('Something failed.', { extensions }))).toEqual([]);
  });

  it.each([
    ['of the gateway itself', new GraphQLError('x', { originalError: new Error('x') })],
    ['that a subgraph gives no trace id for', new GraphQLError('x', { extensions: { code: 'INTERNAL_SERVER_ERROR', service: 'user' } })],
    ['about a query that the gateway made', new GraphQLError('x', { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', service: 'user' } })],
  ])('%s is logged once, as an error', (_, error) =>
    expect(logged(error)).toEqual([expect.objectContaining({ level: 50, traceId: 'the request’s' })]),
  );
});
