import { expect } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import type { Client, Data, LiveStream } from '../client.ts';
import { type Owner, participation } from '../owner.ts';

/** How somebody subscribes. */
export type Follow = (client: Client, operation: string, variables: Record<string, unknown>) => LiveStream;

export const overSockets: Follow = (client, operation, variables) => client.live(operation, variables);

/** People who watch one event while things break. */
export type Crowd = {
  pulses: LiveStream[];
  boards: LiveStream[];
  feeds: LiveStream[];
  /** So many take part, one after the other; resolves with their entry numbers. */
  participate: (count: number) => Promise<number[]>;
  /** Waits until everybody has seen all who took part, then checks what everybody was sent. */
  settle: () => Promise<void>;
  sockets: () => number[];
  stop: () => Promise<void>;
};

const WATCHERS = 10;
const SETTLED_MS = 60_000;

/** On the event's page, on its dashboard and at its list of participants, over each of the transports. */
export const gather = async (anyone: Client, { client }: Owner, eventId: string, transports = [overSockets]): Promise<Crowd> => {
  const pulses = transports.flatMap((follow) => Array.from({ length: WATCHERS }, () => follow(anyone, 'event-pulse', { eventId })));
  const boards = transports.map((follow) => follow(client, 'event-dashboard', { eventId }));
  const values = [...pulses, ...boards];
  const first = await Promise.all(values.map((live) => live.until(() => true)));
  const before: number = first[0].participantCount;
  const feeds = transports.map((follow) => follow(client, 'participant-registered', { eventId, after: String(before) }));
  let total = before;
  const streams = [...values, ...feeds];
  const participate = async (count: number): Promise<number[]> => {
    const numbers: number[] = [];
    for (let index = 0; index < count; index++) {
      const { participate: entry } = await anyone.ask('participate', { input: participation(eventId) });
      numbers.push(entry.entryNumber);
      total += 1;
    }
    return numbers;
  };
  const settle = async (): Promise<void> => {
    await eventually(
      () => {
        expect(pulses.map(({ messages }) => messages.at(-1).participantCount)).toEqual(pulses.map(() => total));
        expect(boards.map(({ messages }) => messages.at(-1).participants)).toEqual(boards.map(() => total));
        expect(feeds.map(({ messages }) => messages.length)).toEqual(feeds.map(() => total - before));
        for (const { messages } of values) expect(messages.at(-1).event?.title).toBe(first[0].event.title);
      },
      { within: SETTLED_MS },
    );
    for (const { messages } of values) expect(messages.map(({ version }) => version)).toEqual(increasing(messages));
    const entries = Array.from({ length: total - before }, (_, index) => before + index + 1);
    for (const { messages } of feeds) expect(messages.map(({ node }) => node.entryNumber)).toEqual(entries);
  };
  return {
    pulses,
    boards,
    feeds,
    participate,
    settle,
    sockets: () => streams.map((stream) => stream.sockets()),
    stop: async () => void (await Promise.all(streams.map((stream) => stream.stop()))),
  };
};

/** The versions that were sent, as they must be: each once, none after a newer one; equal ones only when a state was mended. */
const increasing = (messages: readonly Data[]): number[] => messages.map(({ version }) => version).toSorted((a, b) => a - b);
