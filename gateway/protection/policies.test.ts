import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Identity } from '#kit/identity.ts';
import { readPolicies } from './policies.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'policies-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileWith = (text: string): string => {
  const file = path.join(folder, 'policies.json');
  writeFileSync(file, text);
  return file;
};

const caller = (more: Partial<Identity> = {}): Identity => ({ userId: 'a', sessionId: 's', expiresAt: new Date(), ...more });

describe('A policy', () => {
  it('holds for those whose token names it, and without a file for nobody else', () => {
    const holds = readPolicies();
    expect(holds('paying', caller({ policies: ['paying'] }))).toBe(true);
    expect(holds('paying', caller({ policies: ['adult'], scopes: ['paying'] }))).toBe(false);
    expect(holds('paying', caller())).toBe(false);
    expect(holds('paying', null)).toBe(false);
  });

  it('is granted by the operator’s file: to everybody, to the known, by a scope or by the account', () => {
    const file = {
      open: { to: 'everybody' },
      member: { to: 'known' },
      paying: { scopes: ['plan:pro', 'plan:team'] },
      staff: { accounts: ['b'] },
    };
    const holds = readPolicies(fileWith(JSON.stringify(file)));
    const having = (identity: Identity | null) => Object.keys(file).filter((policy) => holds(policy, identity));
    expect(having(null)).toEqual(['open']);
    expect(having(caller())).toEqual(['open', 'member']);
    expect(having(caller({ scopes: ['plan:team'] }))).toEqual(['open', 'member', 'paying']);
    expect(having(caller({ userId: 'b', policies: ['paying'] }))).toEqual(['open', 'member', 'paying', 'staff']);
    expect(holds('__proto__', caller())).toBe(false);
  });

  it.each(['{', '[]', '{"paying":{"scope":["a"]}}', '{"paying":{"to":"nobody"}}'])(
    'of a file that is wrong stops the start, by its name: %s',
    (text) => {
      const file = fileWith(text);
      expect(() => readPolicies(file)).toThrow(file);
    },
  );
});
