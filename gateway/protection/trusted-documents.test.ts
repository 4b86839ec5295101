import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { readTrustedDocuments } from './trusted-documents.ts';

const OPERATIONS = new URL('../../schema/operations/', import.meta.url);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'madang-trusted-'));
});
afterAll(() => rm(folder, { recursive: true }));

const fileOf = async (content: string): Promise<string> => {
  const file = path.join(folder, `${crypto.randomUUID()}.json`);
  await writeFile(file, content);
  return file;
};

describe('Trusted documents', () => {
  it('are learnt from schema/operations', async () => {
    const trusted = await readTrustedDocuments(OPERATIONS);
    expect(trusted.textOf('me.graphql')).toMatch('query');
    expect(trusted.has(parse(trusted.textOf('me.graphql')!))).toBe(true);
    expect(trusted.has(parse('{ me { id } }'))).toBe(false);
  });

  it.each([
    ['Apollo’s manifest', { format: 'apollo-persisted-query-manifest', version: 1, operations: [{ id: 'one', body: '{ a }' }] }],
    ['texts by ids', { one: '{ a }' }],
  ])('are learnt from the operator’s file: %s', async (_format, content) => {
    const trusted = await readTrustedDocuments(OPERATIONS, await fileOf(JSON.stringify(content)));
    expect(trusted.textOf('one')).toBe('{ a }');
    expect(trusted.has(parse('query { a # comment\n }'))).toBe(true);
  });

  it.each(['no JSON', '[]', '{"one":1}', '{"one":"{"}'])('refuse a file that cannot be read, by name: %s', async (content) => {
    await expect(readTrustedDocuments(OPERATIONS, await fileOf(content))).rejects.toThrow(folder);
  });
});
