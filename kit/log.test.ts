import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';

/** What a process writes to standard error when it logs so. */
const logged = (statements: string): Record<string, unknown>[] => {
  const script = `
    import { createLog } from '#kit/log.ts';
    import { withTraceparent } from '#kit/trace-context.ts';
    const log = createLog('info', 'test');
    ${statements}`;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: new URL('..', import.meta.url),
    encoding: 'utf8',
  });
  return stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
};

const SECRETS = {
  password: 'correct horse',
  currentPassword: 'correct horse',
  authorization: 'Bearer eyJhbGciOi',
  accessToken: 'eyJhbGciOi',
  refreshToken: 'eyJhbGciOi',
  phone: '01012345678',
  email: 'shop@example.com',
  businessNumber: '1234567891',
  variables: { input: { name: 'Kim' } },
};

it('an event is one line of JSON, with its service and time', () => {
  const lines = logged(
    `log.info({ url: 'http://127.0.0.1' }, 'it is\\nready'); log.error({ err: new Error('no') }, 'it failed'); log.debug('not told');`,
  );
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatchObject({ level: 30, name: 'test', msg: 'it is\nready', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) });
});

it('a line names the trace of what is being worked on', () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const lines = logged(`
    withTraceparent('00-${traceId}-b7ad6b7169203331-01', () => { log.info('in it'); log.info({ traceId: 'another' }, 'told') });
    log.info('out of it');`);
  expect(lines.map((line) => line.traceId)).toEqual([traceId, 'another', undefined]);
});

it('secrets are redacted at three levels, and in errors', () => {
  const lines = logged(`
    const secrets = ${JSON.stringify(SECRETS)};
    log.info(secrets, 'first'); log.info({ input: secrets }, 'second'); log.info({ args: { input: secrets } }, 'third');
    log.error({ err: new Error("Key (email)=(shop@example.com) '01012345678' already exists.") }, 'fourth');`);
  expect(lines).toHaveLength(4);
  const text = JSON.stringify(lines);
  for (const secret of ['correct horse', 'eyJ', '01012345678', 'example.com', '1234567891', 'Kim']) expect(text).not.toContain(secret);
  expect(text).toContain('[redacted]');
});
