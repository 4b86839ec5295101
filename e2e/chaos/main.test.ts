import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from '@jest/globals';

it('says what it needs, and how to get it, on a machine without brokers', () => {
  const main = path.join(import.meta.dirname, 'main.ts');
  const { status, stderr } = spawnSync(process.execPath, [main], { env: { PATH: '' }, encoding: 'utf8', timeout: 60_000 });
  expect(status).toBe(1);
  expect(stderr).toContain('The trial needs Redis and Kafka. scripts/install-infrastructure.sh installs it.');
});
