import { expect } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import type { Client, Data, LiveStream } from '../client.ts';
import { type Owner, participation } from '../owner.ts';

/** People who watch one event while things break. */
export type Crowd = {
  pulses: LiveStream[];
  board: LiveStream;
  feed: LiveStream;
  /** So many take part, one after the other. */
  participate: (count: number) => Promise<void>;
  /** Waits until everybody has seen all who took part, then checks what everybody was sent. */
  settle: () => Promise<void>;
  sockets: () => number[];
  stop: () => Promise<void>;
};

const WATCHERS = 10;
const SETTLED_MS = 60_000;

/** @param participants how many have taken part before */
export const gather = async (anyone: Client, { client }: Owner, eventId: string): Promise<Crowd> => {
  const pulses = Array.from({ length: WATCHERS }, () => anyone.live('event-pulse', { eventId }));
  const board = client.live('event-dashboard', { eventId });
  const feed = client.live('participant-registered', { eventId });
  const first = await Promise.all([...pulses, board].map((live) => live.until(() => true)));
  const before: number = first[0].participantCount;
  let total = before;
  const streams = [...pulses, board, feed];
  const participate = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index++) await anyone.ask('participate', { input: participation(eventId) });
    total += count;
  };
  const settle = async (): Promise<void> => {
    await eventually(
      () => {
        expect(pulses.map(({ messages }) => messages.at(-1).participantCount)).toEqual(pulses.map(() => total));
        expect(board.messages.at(-1).participants).toBe(total);
        expect(feed.messages).toHaveLength(total - before);
        for (const { messages } of [...pulses, board]) expect(messages.at(-1).event?.title).toBe(first[0].event.title);
      },
      { within: SETTLED_MS },
    );
    for (const { messages } of [...pulses, board]) expect(messages.map(({ version }) => version)).toEqual(increasing(messages));
    expect(feed.messages.map(({ node }) => node.entryNumber)).toEqual(
      Array.from({ length: total - before }, (_, index) => before + index + 1),
    );
  };
  return {
    pulses,
    board,
    feed,
    participate,
    settle,
    sockets: () => streams.map((stream) => stream.sockets()),
    stop: async () => void (await Promise.all(streams.map((stream) => stream.stop()))),
  };
};

/** The versions that were sent, as they must be: each once, none after a newer one; equal ones only when a state was mended. */
const increasing = (messages: readonly Data[]): number[] => messages.map(({ version }) => version).toSorted((a, b) => a - b);
