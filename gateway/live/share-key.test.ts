import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import type { Identity } from '#kit/identity.ts';
import type { Operation } from '../operations.ts';
import type { PlannedOperation } from '../plan/plan-operation.ts';
import type { SubscriptionField } from '../subscription-fields.ts';
import { shareKey } from './share-key.ts';

const LIVE: SubscriptionField = { kind: 'live', version: 'version', public: false };

type Asking = { planKey?: string; field?: SubscriptionField; identity?: Partial<Identity> | null; language?: string; coerced?: object };

/** The key of somebody who asks; by default ann, for the event 1. */
const keyOf = ({ planKey = 'plan', field = LIVE, identity = {}, language, coerced = { id: '1' } }: Asking): string | null => {
  const document = parse('subscription ($id: ID, $other: ID) { pulse(id: $id) { count } }');
  const planned = { definition: document.definitions[0], subscription: { field } } as unknown as PlannedOperation;
  const known: Identity = { userId: 'ann', sessionId: 's', expiresAt: new Date(), ...identity };
  const operation = {
    document,
    headers: { 'accept-language': language },
    identity: identity && known,
  } as unknown as Operation;
  return shareKey({ planned, planKey, operation, maskFor: () => (result) => result }, coerced as Record<string, unknown>);
};

describe('The key of a subscription', () => {
  it('differs with everything that an answer depends on', () => {
    const askings: Asking[] = [
      {},
      { planKey: 'another' },
      { identity: { userId: 'bob' } },
      { identity: { userId: 'ann",[],null' } },
      { identity: { scopes: ['a', 'b'] } },
      { identity: { scopes: ['a b'] } },
      { identity: { scopes: ['a,b'] } },
      { identity: { userId: 'ann', scopes: ['a'] } },
      { language: 'ko' },
      { language: 'en' },
      { coerced: {} },
      { coerced: { id: null } },
      { coerced: { id: 1 } },
      { coerced: { other: '1' } },
      { coerced: { id: '1', other: '1' } },
      { coerced: { id: '1', other: null } },
      { coerced: { id: ['1'] } },
      { field: { ...LIVE, public: true } },
      { field: { ...LIVE, public: true }, coerced: { id: '2' } },
    ];
    const keys = askings.map(keyOf);
    expect(keys).not.toContain(null);
    expect(new Set(keys).size).toBe(askings.length);
  });

  it('is the same for one person’s sessions, for scopes in another order, and of what is public for everybody', () => {
    expect(keyOf({ identity: { sessionId: 'another', expiresAt: new Date(0) } })).toBe(keyOf({}));
    expect(keyOf({ identity: { scopes: ['b', 'a'] } })).toBe(keyOf({ identity: { scopes: ['a', 'b'] } }));
    const field = { ...LIVE, public: true };
    const everybody = [{}, { identity: null }, { identity: { userId: 'bob', scopes: ['a'] } }, { language: 'ko' }];
    expect(new Set(everybody.map((asking) => keyOf({ ...asking, field }))).size).toBe(1);
  });

  it('is none for somebody who is not known', () => {
    expect(keyOf({ identity: null })).toBeNull();
  });
});
