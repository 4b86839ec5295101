import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { type Madang, startMadang } from '../madang.ts';
import { type Owner, participation, publishedEvent, signUp } from '../owner.ts';
import { type RunningSnippet, runSnippet, snippets, writeSnippets } from './snippets.ts';

const WITHIN = { within: 30_000 };

describe('The front end’s guide', () => {
  let madang: Madang;
  let owner: Owner;
  let eventId: string;
  let folder: string;
  let running: RunningSnippet[] = [];
  let entered = 0;

  beforeAll(async () => {
    madang = await startMadang('all in one');
    owner = await signUp(madang.client);
    ({ id: eventId } = await publishedEvent(owner));
    folder = writeSnippets(madang.url);
  }, 240_000);
  afterEach(() => {
    for (const { child } of running) child.kill();
    running = [];
  });
  afterAll(async () => {
    await madang?.stop();
    if (folder) rmSync(folder, { recursive: true });
  });

  const run = (name: string, ...given: string[]): RunningSnippet => {
    const snippet = runSnippet(folder, name, ...given);
    running.push(snippet);
    return snippet;
  };
  const shows = (snippet: RunningSnippet, line: string) => eventually(() => expect(snippet.lines()).toContain(line), WITHIN);
  const participate = async (): Promise<void> => {
    await madang.client.ask('participate', { input: participation(eventId) });
    entered += 1;
  };

  it.each(['fetch-and-graphql-ws.ts', 'apollo-client.ts', 'urql.ts', 'sse.ts'])(
    '%s asks, and follows a dashboard',
    async (name) => {
      const snippet = run(name, owner.email, owner.password, eventId);
      if (name !== 'sse.ts') await shows(snippet, 'owner 김마당');
      await shows(snippet, `participants ${entered}`);
      await participate();
      await shows(snippet, `participants ${entered}`);
    },
    60_000,
  );

  it('event-source.ts follows an event’s pulse without logging in', async () => {
    const snippet = run('event-source.ts', eventId);
    await shows(snippet, `participants ${entered}`);
    await participate();
    await shows(snippet, `participants ${entered}`);
  }, 60_000);

  it('event-source.ts says that an event is not known, and ends', async () => {
    const snippet = run('event-source.ts', randomUUID());
    await eventually(() => expect(snippet.child.exitCode).toBe(0), WITHIN);
    expect(snippet.lines()).toEqual([expect.stringMatching(/^EVENT_001 /)]);
  }, 60_000);

  it('feed.ts shows each entry once, in order, and event-source.ts comes back, over a crash of the gateway', async () => {
    const [feed, pulse] = [run('feed.ts', owner.email, owner.password, eventId), run('event-source.ts', eventId)];
    await shows(feed, `entry ${entered}`);
    await shows(pulse, `participants ${entered}`);
    await madang.kill('madang');
    await madang.start('madang');
    await participate();
    await shows(feed, `entry ${entered}`);
    expect(feed.lines()).toEqual(Array.from({ length: entered }, (_, index) => `entry ${index + 1}`));
    await shows(pulse, `participants ${entered}`);
  }, 120_000);

  it.each([
    ['about to expire', writeSnippets],
    ['still good by the clock', (url: string) => writeSnippets(url, { refreshEarly: false })],
  ])(
    'fetch-and-graphql-ws.ts tells to log in once the session has ended, when its token is %s',
    async (_, write) => {
      const apart = write(madang.url);
      try {
        const snippet = runSnippet(apart, 'fetch-and-graphql-ws.ts', owner.email, owner.password, eventId);
        running.push(snippet);
        await shows(snippet, `participants ${entered}`);
        const newPassword = `${owner.password}!`;
        const { logIn } = await madang.client.ask('log-in', { email: owner.email, password: owner.password });
        await madang.client.as(logIn.accessToken).ask('change-password', { currentPassword: owner.password, newPassword });
        owner = { ...owner, password: newPassword };
        await eventually(() => expect(snippet.child.exitCode).toBe(0), WITHIN);
        expect(snippet.lines().at(-1)).toBe('log in again');
      } finally {
        rmSync(apart, { recursive: true });
      }
    },
    60_000,
  );

  it('has no file that is not run here', () => {
    const files = [
      'session.ts',
      'sockets.ts',
      'fetch-and-graphql-ws.ts',
      'apollo-client.ts',
      'urql.ts',
      'sse.ts',
      'event-source.ts',
      'feed.ts',
    ];
    expect([...snippets().keys()]).toEqual(files);
  });
});
