import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { subgraphNames } from '#schema/services.ts';
import type { AnswerError } from '../client.ts';
import { type Madang, startMadang } from '../madang.ts';
import { type Owner, publishedEvent, signUp } from '../owner.ts';
import { type Crowd, gather } from './crowd.ts';

const ONE_SOCKET_EACH = Array(12).fill(1);

describe('A subscription survives', () => {
  let folder: string;
  let supergraph: string;
  let madang: Madang;
  let owner: Owner;
  let eventId: string;
  let crowd: Crowd;

  const writeSupergraph = (change: (sdl: string) => string): Promise<void> => {
    const changed = change(supergraph);
    expect(changed === supergraph && change !== asIs).toBe(false);
    return writeFile(path.join(folder, 'supergraph.graphql'), changed);
  };
  const asIs = (sdl: string): string => sdl;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'survival-'));
    supergraph = await readFile(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
    await writeSupergraph(asIs);
    madang = await startMadang('one service each', { SUPERGRAPH_URL: pathToFileURL(path.join(folder, 'supergraph.graphql')).href });
    owner = await signUp(madang.client);
    ({ id: eventId } = await publishedEvent(owner));
  }, 240_000);
  afterAll(async () => {
    await madang?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);
  beforeEach(async () => {
    crowd = await gather(madang.client, owner, eventId);
    await crowd.participate(2);
    await crowd.settle();
  }, 120_000);
  afterEach(() => crowd.stop());

  it('its subgraph being killed and started again: no gap, no repeat, the same socket', async () => {
    await madang.kill('participation');
    await madang.start('participation');
    await crowd.participate(3);
    await crowd.settle();
    expect(crowd.sockets()).toEqual(ONE_SOCKET_EACH);
  }, 120_000);

  it('a subgraph being away that other fields come from: they come as soon as it is back', async () => {
    const readiness = async () => {
      const response = await fetch(`${madang.url}/health/ready`);
      expect(response.status).toBe(200);
      return response.json();
    };
    await madang.kill('event');
    await eventually(async () => expect(await readiness()).toEqual({ status: 'ready', away: ['event'] }), { within: 20_000 });
    await crowd.participate(2);
    await eventually(() => expect(crowd.pulses.map(({ messages }) => messages.at(-1).event)).toContain(null), { within: 20_000 });
    await madang.start('event');
    await crowd.settle();
    await eventually(async () => expect(await readiness()).toEqual({ status: 'ready' }), { within: 20_000 });
    expect(madang.logs()).toMatch(
      /the subgraph \\?"event\\?" does not answer at http:\/\/127\.0\.0\.1:\d+\/graphql: start it, or correct EVENT_URL/,
    );
    expect(crowd.sockets()).toEqual(ONE_SOCKET_EACH);
  }, 120_000);

  it('all subgraphs being killed and started again', async () => {
    await Promise.all(subgraphNames.map((name) => madang.kill(name)));
    await Promise.all(subgraphNames.map((name) => madang.start(name)));
    await crowd.participate(3);
    await crowd.settle();
    expect(crowd.sockets()).toEqual(ONE_SOCKET_EACH);
  }, 240_000);

  const POINT = 'type EventPulse\n  @join__type(graph: PARTICIPATION)\n{';
  const fields = async (): Promise<string[]> => {
    const { __type } = await madang.client.ask('{ __type(name: "EventPulse") { fields { name } } }');
    return __type.fields.map(({ name }: { name: string }) => name);
  };

  it('a supergraph with a new field: asked for on the gateway that ran on, the same socket', async () => {
    await writeSupergraph((sdl) => sdl.replace(POINT, `${POINT}\n  fresh: Int`));
    await eventually(async () => expect(await fields()).toContain('fresh'));
    await crowd.participate(2);
    await crowd.settle();
    expect(crowd.sockets()).toEqual(ONE_SOCKET_EACH);
    await writeSupergraph(asIs);
    await eventually(async () => expect(await fields()).not.toContain('fresh'));
  }, 120_000);

  it('a supergraph without one of its fields, if it did not ask for it; else it is closed and told why', async () => {
    const doomed = madang.client.live('subscription ($eventId: ID!) { eventPulse(eventId: $eventId) { status participantCount } }', {
      eventId,
    });
    const spared = madang.client.live('subscription ($eventId: ID!) { eventPulse(eventId: $eventId) { participantCount } }', { eventId });
    await Promise.all([doomed, spared].map((live) => live.until(() => true)));
    const dropStatus = (sdl: string): string => {
      const from = sdl.indexOf(POINT);
      return sdl.slice(0, from) + sdl.slice(from).replace(/\n {2}"{3}[^"]*"{3}\n {2}status: EventStatus!/, '');
    };
    await writeSupergraph(dropStatus);
    const reason = (await doomed.ended.catch((error: unknown) => error)) as AnswerError;
    expect(reason.errors[0]).toMatchObject({
      message: expect.stringContaining('"status"'),
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED', reason: 'SUPERGRAPH_CHANGED' },
    });
    const seen = spared.messages.at(-1).participantCount;
    await crowd.participate(1);
    await spared.until(({ participantCount }) => participantCount === seen + 1);
    expect(spared.sockets()).toBe(1);
    await writeSupergraph(asIs);
    await eventually(async () => expect(await fields()).toContain('status'));
    await spared.stop();
  }, 120_000);

  it('a broken supergraph, which is refused', async () => {
    await writeSupergraph((sdl) => sdl.slice(0, sdl.length / 2));
    await eventually(() => expect(madang.logs()).toContain('a supergraph was refused'));
    await crowd.participate(1);
    await crowd.settle();
    expect(crowd.sockets()).toEqual(ONE_SOCKET_EACH);
    await writeSupergraph(asIs);
  }, 120_000);

  it('the gateway being drained and started again: clients come back to the exact state, and to the next item of their feed', async () => {
    const begun = performance.now();
    expect(await madang.terminate('gateway')).toBe(0);
    expect(performance.now() - begun).toBeLessThan(10_000);
    await madang.start('gateway');
    await Promise.all([...crowd.pulses, ...crowd.boards].map((live) => live.until(() => true)));
    await eventually(() => expect(crowd.sockets().every((count) => count >= 2)).toBe(true));
    await crowd.participate(2);
    await crowd.settle();
  }, 120_000);
});
