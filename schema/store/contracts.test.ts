import { globSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DocumentContract } from '#kit/store/document.ts';
import { lifetimes } from './lifetimes.ts';

const DAY = 24 * 3_600_000;

type Contract = DocumentContract<never, unknown>;

const isContract = (value: unknown): value is Contract => typeof value === 'object' && value !== null && 'ttlMs' in value && 'key' in value;

describe('The keys in the store are contracts, like topics', () => {
  let contracts: Contract[];
  beforeAll(async () => {
    const files = globSync('*.ts', { cwd: import.meta.dirname }).filter((name) => !name.endsWith('.test.ts'));
    const modules = await Promise.all(files.map((name) => import(`./${name}`)));
    contracts = modules.flatMap((module) => Object.values(module)).filter(isContract);
  });

  it('each with its key, writer, readers, lifetime and schema, and no key twice', () => {
    expect(contracts.length).toBeGreaterThan(7);
    expect(new Set(contracts.map(({ name }) => name)).size).toBe(contracts.length);
    for (const contract of contracts) {
      expect(contract).toMatchObject({ name: expect.stringMatching(/^[a-z:-]+\{.+\}$/), description: expect.stringMatching(/\S{3}/) });
      expect([contract.name, contract.writer.length > 0, contract.readers.length > 0, contract.ttlMs > 0]).toEqual([
        contract.name,
        true,
        true,
        true,
      ]);
      expect(() => contract.schema.parse(undefined)).toThrow();
    }
  });

  it('and live as long as the specification says', () => {
    const of = (name: string) => contracts.find((contract) => contract.name === name)?.ttlMs;
    expect(of('draft:event:{id}')).toBe(7 * DAY);
    expect(of('ai:recommendation:{draftId}')).toBe(DAY);
    expect(of('failures:{kind}:{hash}')).toBe(15 * 60_000);
    expect(lifetimes.revokedSession).toBe(15 * 60_000);
  });
});
