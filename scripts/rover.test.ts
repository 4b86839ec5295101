import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';

const read = async (file: string): Promise<string> => readFile(new URL(`../${file}`, import.meta.url), 'utf8');

it('rover composes with the very version that npm run compose does', async () => {
  const { devDependencies } = JSON.parse(await read('package.json')) as { devDependencies: Record<string, string> };
  const { federation_version } = parse(await read('rover.yaml')) as { federation_version: unknown };
  expect(federation_version).toBe(`=${devDependencies['@apollo/composition']}`);
});
