import { expect, it } from '@jest/globals';
import { endOfTurn } from './end-of-turn.ts';

it('the end of a turn is one for all, comes after what the turn has to do, and the next turn has its own', async () => {
  const order: string[] = [];
  const first = endOfTurn();
  const both = Promise.all([first.then(() => order.push('one')), endOfTurn().then(() => order.push('other'))]);
  process.nextTick(() => order.push('tick'));
  await Promise.resolve();
  order.push('promise');
  expect(endOfTurn()).toBe(first);
  await both;
  expect(order).toEqual(['promise', 'tick', 'one', 'other']);
  const next = endOfTurn();
  expect(next).not.toBe(first);
  await next;
});
