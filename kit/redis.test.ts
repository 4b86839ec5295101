import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createRedisDoorbell } from './doorbell/redis.ts';
import { freePort } from './free-port.ts';
import { openRedis } from './redis.ts';
import { createRedisStore } from './store/redis.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';
import { describeOn } from './testing/describe-on.ts';
import { eventually } from './testing/eventually.ts';
import { selfSigned } from './testing/self-signed.ts';
import { startTestRedis } from './testing/test-redis.ts';

const log = pino({ level: 'silent' });
const MINUTE = 60_000;

describeOn('Redis')('Redis that asks for TLS and a password', () => {
  const cleanups = createCleanupStack();
  let port: number;

  beforeAll(async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'madang-redis-tls-'));
    cleanups.add(() => rm(directory, { recursive: true }));
    const { cert, key } = selfSigned();
    const [certFile, keyFile] = [path.join(directory, 'cert.pem'), path.join(directory, 'key.pem')];
    await Promise.all([writeFile(certFile, cert), writeFile(keyFile, key)]);
    port = await freePort();
    const tls = ['--tls-port', String(port), '--tls-cert-file', certFile, '--tls-key-file', keyFile, '--tls-auth-clients', 'no'];
    const users = ['user madang on >a%secret ~* &* +@all', 'user default on nopass resetkeys -@all +ping'];
    const redis = await startTestRedis([...tls, ...users.flatMap((user) => `--${user}`.split(' '))]);
    cleanups.add(redis.stop);
    setDefaultCACertificates([...getCACertificates('default'), cert]);
  });
  afterAll(cleanups.run);

  it('is used by store and doorbell, with the password of REDIS_URL', async () => {
    const url = `rediss://madang:a%25secret@127.0.0.1:${port}`;
    const [store, doorbell] = [createRedisStore({ url, log }), createRedisDoorbell({ url, log })];
    cleanups.add(store.close);
    cleanups.add(doorbell.close);
    await store.set('a', '1', MINUTE);
    expect(await store.get('a')).toBe('1');
    let rings = 0;
    await doorbell.listen('a', () => rings++);
    doorbell.ring('a');
    await eventually(() => rings === 1);
  });

  it.each(['rediss://madang:wrong@', 'rediss://', 'redis://madang:a%25secret@'])('is not reached with %s', async (start) => {
    const store = createRedisStore({ url: `${start}127.0.0.1:${port}`, log });
    cleanups.add(store.close);
    await expect(store.get('a')).rejects.toThrow();
  });
});

describeOn('Redis')('Redis that is away', () => {
  it.each(['from the start', 'after it was there'])(
    'is told of once, %s, by the name of the connection, beside that of the process, and when it is back',
    async (since) => {
      const lines: string[] = [];
      const redis = await startTestRedis();
      if (since === 'from the start') await redis.kill();
      const told = pino({ name: 'madang' }, { write: (line: string) => void lines.push(line) });
      const { client, close } = openRedis({ url: redis.url, log: told, name: 'madang-store' });
      if (since === 'after it was there') {
        await client.ping();
        await redis.kill();
      }
      await eventually(() => expect(lines).toHaveLength(1));
      await redis.start();
      await eventually(() => expect(lines).toHaveLength(2));
      await close();
      await redis.stop();
      expect(lines.map((line) => line.match(/"name":/g)?.length)).toEqual([1, 1]);
      expect(lines.map((line) => JSON.parse(line))).toMatchObject([
        { name: 'madang', connection: 'madang-store', msg: 'Redis is away' },
        { name: 'madang', connection: 'madang-store', msg: 'Redis is back' },
      ]);
    },
  );
});
