import { describe, expect, it } from '@jest/globals';
import { check } from './check.ts';
import { aRun, type Run } from './recorded-run.ts';

const judged = (change: (run: Run) => void, messages = 5): string[] => {
  const run = aRun();
  change(run);
  return check(run.history, run.state, { resumeSeconds: 30, messages }).findings.map(({ kind, what }) => `${kind}: ${what}`);
};
const kinds = (change: (run: Run) => void): string[] => [...new Set(judged(change).map((text) => text.split(':')[0] ?? ''))];

describe('The judgement of a recorded run', () => {
  it('finds nothing in one where all went well', () => {
    expect(judged(() => {})).toEqual([]);
  });

  it('takes an entry without an answer that is stored, and one that is not', () => {
    expect(judged(({ entry }) => Object.assign(entry(3), { outcome: 'unknown', id: undefined, entryNumber: undefined }))).toEqual([]);
    expect(judged(({ history, entry }) => history.push({ ...entry(3), key: '손님 9', outcome: 'unknown', id: undefined }))).toEqual([]);
  });

  it('finds lost entries: acknowledged and not stored, under another number, not counted', () => {
    expect(judged(({ entry }) => Object.assign(entry(2), { id: 'nowhere' }))).toEqual(['lost: the acknowledged entry of 손님 2']);
    expect(judged(({ entry }) => Object.assign(entry(2), { entryNumber: 3 }))).toEqual([
      'lost: 손님 2 was acknowledged as number 3 and is stored as 손님 2, number 2',
    ]);
    expect(judged(({ history, entry }) => history.push({ ...entry(2), key: '손님 9', outcome: 'refused', code: 'PART_002' }))).toEqual([
      'lost: 손님 9 was told to take part already',
    ]);
    expect(kinds(({ state }) => Object.assign(state.statistics[0]!, { participants: 2, registrations: 2 }))).toEqual(['lost']);
  });

  it('finds ghosts: stored entries that were refused, messages that nobody committed', () => {
    expect(kinds(({ entry }) => Object.assign(entry(3), { outcome: 'refused', code: 'PART_001' }))).toEqual(['ghost']);
    expect(kinds(({ state }) => state.log.push({ ...state.log[0]!, offset: 99, id: 'rolled-back' }))).toEqual(['ghost']);
    expect(kinds(({ state }) => state.inbox.push({ ...state.inbox[0]!, seq: 99, id: 'rolled-back' }))).toEqual(['ghost']);
    expect(kinds(({ pushOf }) => Object.assign(pushOf('pulse', 2), { participants: 4 }))).toEqual(['ghost']);
  });

  it('finds gaps and repeats among entry numbers', () => {
    expect(kinds(({ state }) => Object.assign(state.participants[2]!, { entryNumber: 2 }))).toContain('gap');
    expect(kinds(({ state }) => Object.assign(state.events[0]!, { participantCount: 4 }))).toContain('gap');
    expect(kinds(({ state }) => Object.assign(state.participants[2]!, { name: '손님 1' }))).toContain('double');
  });

  it('finds lost messages: not published, not in Kafka, not handled, parked, still waiting', () => {
    expect(kinds(({ state }) => Object.assign(state.outbox[1]!, { published: false }))).toEqual(['lost']);
    expect(kinds(({ state }) => Object.assign(state, { log: state.log.filter(({ id }) => id !== 'm2') }))).toEqual(['lost']);
    expect(kinds(({ state }) => Object.assign(state, { inbox: state.inbox.filter(({ id }) => id !== 'm2') }))).toEqual(['lost']);
    expect(kinds(({ state }) => Object.assign(state.inbox[1]!, { parked: true }))).toEqual(['lost']);
    expect(kinds(({ state }) => Object.assign(state.inbox[1]!, { doneAt: null }))).toEqual(['lost']);
  });

  it('finds a message that was not delivered twice', () => {
    expect(judged(({ state }) => state.log.pop())).toEqual(['failed: event.created event.created was sent once only']);
  });

  it('finds inversions for a key: in Kafka, in an inbox, in the handling, in the outbox; not between keys', () => {
    const swap = (one: { offset: number }, other: { offset: number }): void => {
      [one.offset, other.offset] = [other.offset, one.offset];
    };
    expect(kinds(({ state }) => swap(state.log[0]!, state.log[1]!))).toEqual(['inversion']);
    expect(kinds(({ state }) => Object.assign(state.inbox[0]!, { seq: 50 }))).toEqual(['inversion']);
    expect(kinds(({ state }) => Object.assign(state.inbox[2]!, { doneAt: 1 }))).toEqual(['inversion']);
    expect(kinds(({ state }) => Object.assign(state.outbox[0]!, { entryNumber: 2 }))).toEqual(['inversion']);
    const elsewhere = ({ state }: Run): void => {
      const [message] = state.outbox.filter(({ type }) => type === 'event.created');
      state.log.forEach((record) => {
        if (record.id === message?.id) record.offset += 100;
      });
    };
    expect(judged(elsewhere)).toEqual([]);
  });

  it('finds double effects: entries counted twice, a second publication, a second draw, a poster too many', () => {
    expect(kinds(({ state }) => Object.assign(state.statistics[0]!, { participants: 6 }))).toEqual(['double']);
    expect(kinds(({ history, operation }) => history.push({ ...operation('drawWinners'), id: 'another' }))).toEqual(['lost', 'double']);
    expect(kinds(({ state }) => Object.assign(state.draws[0]!, { winners: 2 }))).toEqual(['double']);
    expect(kinds(({ state }) => Object.assign(state.images[0]!, { images: 2 }))).toEqual(['double']);
  });

  it('finds what owners were told and is not so', () => {
    expect(kinds(({ state }) => Object.assign(state, { accounts: [] }))).toEqual(['lost']);
    expect(kinds(({ state }) => Object.assign(state, { published: [] }))).toEqual(['lost']);
    expect(kinds(({ state }) => Object.assign(state, { channels: [] }))).toEqual(['lost']);
  });

  it('finds live values that go back or stop short', () => {
    expect(kinds(({ pushOf }) => Object.assign(pushOf('pulse', 0), { version: 9 }))).toEqual(['regression']);
    expect(kinds(({ history, pushOf }) => history.splice(history.indexOf(pushOf('dashboard', 2)), 1))).toEqual(['not pushed']);
  });

  it('finds gaps, repeats and a missing end in a feed', () => {
    expect(kinds(({ history, pushOf }) => history.splice(history.indexOf(pushOf('feed', 1)), 1))).toEqual(['gap']);
    expect(kinds(({ pushOf }) => Object.assign(pushOf('feed', 1), { entryNumber: 1 }))).toEqual(['double']);
    expect(kinds(({ history, pushOf }) => history.splice(history.indexOf(pushOf('feed', 2)), 1))).toEqual(['not pushed']);
  });

  it('finds a run with fewer messages than it was to have', () => {
    expect(judged(() => {}, 6)).toEqual(['failed: 5 messages of 6 were committed']);
  });

  it('finds work that did not go on within 30 s of a kill, what never settled, and mutations that failed without Kafka', () => {
    const kill = { at: 100, kind: 'kill', target: 'analytics' } as const;
    expect(judged(({ history }) => history.push({ record: 'fault', fault: kill, at: 100, until: 110 }))).toEqual([]);
    expect(kinds(({ history }) => history.push({ record: 'fault', fault: { ...kill, at: -40_000 }, at: -40_000, until: 0 }))).toEqual([
      'late',
    ]);
    const held = ({ history }: Run): void => {
      history.push({ record: 'fault', fault: { ...kill, at: -40_000 }, at: -40_000, until: 0 });
      history.push({
        record: 'fault',
        fault: { at: -30_000, kind: 'freeze', target: 'postgres', forMs: 12_000 },
        at: -30_000,
        until: -18_000,
      });
    };
    expect(judged(held)).toEqual([]);
    expect(kinds(({ history }) => history.push({ record: 'settled', since: 0, at: 1, waiting: ['1 message'] }))).toEqual(['late']);
    const away = { at: 0, kind: 'away', target: 'kafka', forMs: 60_000 } as const;
    const failing = ({ history, entry }: Run): void => {
      history.push({ record: 'fault', fault: away, at: 0, until: 60_000 });
      history.push({ ...entry(3), key: '손님 9', outcome: 'unknown', id: undefined });
    };
    expect(judged(failing)).toEqual(['failed: 1 of 8 mutations while Kafka was away']);
  });
});
