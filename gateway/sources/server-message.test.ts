import { describe, expect, it } from '@jest/globals';
import { readServerMessage } from './server-message.ts';

const read = (text: string) => {
  const message = readServerMessage(Buffer.from(text));
  return 'result' in message ? { ...message, result: message.result.toString('utf8') } : message;
};

describe('A message of a subgraph', () => {
  it.each([
    '{"id":"12","type":"next","payload":{"data":{"a":"마당"}}}',
    '{ "type": "next", "payload": {"data":{"a":"마당"}}, "id": "12" }',
  ])('is an answer, however it is written: %s', (text) =>
    expect(read(text)).toEqual({ type: 'next', id: 12, result: '{"data":{"a":"마당"}}' }),
  );

  it.each(['{"id":"7","type":"complete"}', '{"type":"complete","id":"7"}', '{"id":"7","type":"complete","more":1}'])(
    'is an end: %s',
    (text) => expect(read(text)).toEqual({ type: 'complete', id: 7 }),
  );

  it.each(['a', '', '0', '07', '-1', '1.5', '1a', ' 1', '1234567890123456'])(
    'with an id that is no number of ours is nobody’s: "%s"',
    (id) => {
      for (const rest of ['"type":"complete"', '"type":"next","payload":{}'])
        expect(read(`{"id":"${id}",${rest}}`)).toMatchObject({ id: Number.NaN });
      expect(read('{"id":7,"type":"complete"}')).toMatchObject({ id: Number.NaN });
    },
  );

  it('is an error with its errors as a result, and something else when it is of no question', () => {
    expect(read('{"id":"3","type":"error","payload":[{"message":"no"}]}')).toEqual({
      type: 'error',
      id: 3,
      result: '{"errors":[{"message":"no"}]}',
    });
    expect([read('{"type":"connection_ack"}'), read('{"type":"ping"}'), read('{"type":"new"}')]).toEqual([
      { type: 'ack' },
      { type: 'ping' },
      { type: 'other' },
    ]);
  });

  it.each(['', '{"id":"1","type":"next","payload":', '{"id":"1","type":"complete"', '{"id":"1'])(
    'is refused when it is no JSON: %s',
    (text) => expect(() => read(text)).toThrow(SyntaxError),
  );
});
