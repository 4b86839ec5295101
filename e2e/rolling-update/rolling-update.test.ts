import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import type { ServiceName } from '#schema/services.ts';
import { connect } from '../client.ts';
import { followEvents } from '../event-stream.ts';
import { type Madang, type ProcessName, startMadang } from '../madang.ts';
import { publishedEvent, signUp } from '../owner.ts';
import { type Crowd, gather, overSockets } from '../survival/crowd.ts';
import { type Balancer, startBalancer } from './balancer.ts';

/** People who take part all the time, at once. */
const ENTRANTS = 4;

describe('A rolling update', () => {
  const cleanups = createCleanupStack();
  let madang: Madang;
  let gateways: Balancer;
  let participations: Balancer;
  let crowd: Crowd;

  beforeAll(async () => {
    [gateways, participations] = [await startBalancer(), await startBalancer()];
    cleanups.add(gateways.close);
    cleanups.add(participations.close);
    madang = await startMadang('one service each', {
      ENTRIES_PER_MINUTE: '1000000',
      PARTICIPATION_URL: `${participations.url}/graphql`,
    });
    cleanups.add(madang.stop);
    const two = async (service: ServiceName, balancer: Balancer): Promise<void> => {
      for (const name of [service, await madang.startAnother(service)]) await balancer.add(madang.port(name));
    };
    await Promise.all([two('gateway', gateways), two('participation', participations)]);
    const client = connect(gateways.url);
    const owner = await signUp(client);
    const { id } = await publishedEvent(owner);
    crowd = await gather(client, owner, id, [overSockets, followEvents]);
    cleanups.add(crowd.stop);
  }, 240_000);
  afterAll(cleanups.run, 60_000);

  /** As Kubernetes does with `maxUnavailable: 0`: a pod goes when its successor is ready. */
  const replaceBoth = async (service: ServiceName, balancer: Balancer): Promise<ProcessName[]> => {
    const successors: ProcessName[] = [];
    for (const name of [service, `${service} 2`] as const) {
      const successor = await madang.startAnother(service);
      await balancer.add(madang.port(successor));
      expect(await madang.terminate(name)).toBe(0);
      successors.push(successor);
    }
    return successors;
  };

  /** Lets people take part all the while; resolves with their entry numbers, once everybody was shown everything. */
  const whileTheyTakePart = async (roll: () => Promise<unknown>): Promise<number[]> => {
    let rolling = true;
    const enter = async (): Promise<number[]> => {
      const numbers: number[] = [];
      while (rolling) numbers.push(...(await crowd.participate(1)));
      return numbers;
    };
    const entering = Promise.all(Array.from({ length: ENTRANTS }, enter));
    await roll().finally(() => {
      rolling = false;
    });
    const numbers = (await entering).flat();
    await crowd.settle();
    return numbers;
  };

  const connectionsOf = async (name: ProcessName): Promise<number> => {
    const metrics = await (await fetch(`http://127.0.0.1:${madang.port(name)}/metrics`)).text();
    return [...metrics.matchAll(/^madang_live_sockets\{.*\} (\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
  };

  it('of a subgraph: every entry is answered, no live value goes back or is lost, no feed has a gap or a repeat, no client is moved', async () => {
    const numbers = await whileTheyTakePart(() => replaceBoth('participation', participations));
    expect(numbers.length).toBeGreaterThan(20);
    expect(crowd.sockets()).toEqual(crowd.sockets().map(() => 1));
  }, 240_000);

  it('of the gateway: the same, and everybody is moved to the new pods', async () => {
    let successors: ProcessName[] = [];
    const numbers = await whileTheyTakePart(async () => {
      successors = await replaceBoth('gateway', gateways);
    });
    expect(numbers.length).toBeGreaterThan(20);
    for (const count of crowd.sockets()) expect(count).toBeGreaterThan(1);
    await eventually(async () => {
      const counts = await Promise.all(successors.map(connectionsOf));
      expect(counts.reduce((sum, count) => sum + count)).toBe(crowd.sockets().length);
    });
  }, 240_000);
});
