import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '#kit/metrics.ts';
import { createLiveMetrics } from '../live/live-metrics.ts';
import { createConnections } from './connections.ts';

const connections = (perAddress: number) => createConnections({ metrics: createLiveMetrics(createMetrics()), perAddress, drainMs: 0 });
const end = (): void => {};

describe('Connections', () => {
  it('are so many an address, and one that closes makes room', () => {
    const { open } = connections(2);
    const [first, second] = [open('10.0.0.1', 'websocket', end), open('10.0.0.1', 'sse', end)];
    expect(open('10.0.0.1', 'multipart', end)).toBeNull();
    expect(open('10.0.0.2', 'websocket', end)).not.toBeNull();
    first?.closed();
    first?.closed();
    expect(open('10.0.0.1', 'websocket', end)).not.toBeNull();
    expect(open('10.0.0.1', 'websocket', end)).toBeNull();
    second?.closed();
  });

  it('of an IPv6 network of /64 count as one address’s', () => {
    const { open } = connections(1);
    expect(open('2001:db8:1:2::9', 'websocket', end)).not.toBeNull();
    expect(open('2001:db8:1:2:ffff::1', 'websocket', end)).toBeNull();
    expect(open('2001:db8:1:3::9', 'websocket', end)).not.toBeNull();
  });
});
