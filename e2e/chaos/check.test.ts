import { describe, expect, it } from '@jest/globals';
import { service as analytics } from '#subgraphs/analytics/main.ts';
import { service as content } from '#subgraphs/content/main.ts';
import { service as distribution } from '#subgraphs/distribution/main.ts';
import { service as event } from '#subgraphs/event/main.ts';
import { service as participation } from '#subgraphs/participation/main.ts';
import { service as ai } from '#workers/ai/main.ts';
import { check } from './check.ts';
import { consumers } from './check-messages.ts';
import { aRun, type Run } from './recorded-run.ts';

const judged = (change: (run: Run) => void, { messages = 9, kills = 0 } = {}): string[] => {
  const run = aRun();
  change(run);
  return check(run.history, run.state, { resumeSeconds: 30, messages, kills }).findings.map(({ kind, what }) => `${kind}: ${what}`);
};
const kinds = (change: (run: Run) => void): string[] => [...new Set(judged(change).map((text) => text.split(':')[0] ?? ''))];

describe('The judgement of a recorded run', () => {
  it('knows who reacts to what', () => {
    const known = Object.entries(consumers).flatMap(([type, names]) => names.map((name) => `${type} → ${name}`));
    const reacting = [ai, analytics, content, distribution, event, participation].flatMap(({ name, reactions = [] }) =>
      reactions.flatMap(({ on }) => on.map(({ type }) => `${type} → ${name}`)),
    );
    expect(known.toSorted()).toEqual(reacting.toSorted());
  });

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
    const cameLate = ({ state }: Run): void => {
      for (const row of state.inbox) row.doneAt = 1;
      state.inbox[0]!.seq = 50;
    };
    expect(judged(cameLate)).toEqual([expect.stringContaining('inversion: participant.registered of event-1 at analytics (on)')]);
    expect(kinds(({ state }) => Object.assign(state.inbox[2]!, { doneAt: 1 }))).toEqual(['inversion']);
    expect(kinds(({ state }) => Object.assign(state.outbox[0]!, { entryNumber: 2 }))).toEqual(['inversion']);
    expect(kinds(({ state }) => Object.assign(state.log[0]!, { partition: 1 }))).toEqual(['inversion']);
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
    const again = ({ state }: Run): void => {
      state.outbox.push({ ...state.outbox.find(({ type }) => type === 'event.draft-created')!, id: 'again', row: 9 });
      for (const offset of [50, 51])
        state.log.push({ topic: 'event.draft-created', partition: 0, offset, key: state.events[0]!.id, id: 'again' });
    };
    expect(judged(again)).toEqual(['double: event.draft-created of event-1']);
  });

  it('finds what owners were told and is not so', () => {
    expect(kinds(({ state }) => Object.assign(state, { accounts: [] }))).toEqual(['lost']);
    expect(kinds(({ state }) => Object.assign(state, { published: [] }))).toEqual(['lost']);
    expect(kinds(({ state }) => Object.assign(state, { channels: [] }))).toEqual(['lost']);
    expect(judged(({ state }) => Object.assign(state, { events: [] }))).toContain('lost: participation does not know event event-1');
    const silent = ({ state }: Run): void => {
      for (const list of [state.outbox, state.inbox, state.log])
        list.splice(0, list.length, ...(list.filter(({ id }) => id !== 'event.created') as never[]));
    };
    expect(judged(silent)).toContain('lost: event.created of event-1, whose publishEvent was acknowledged');
  });

  it('finds jobs that were acknowledged and have no message, no end, or two messages, and messages of jobs for which nobody asked', () => {
    const rowOf = ({ state }: Run, type: string) => state.outbox.find((row) => row.type === type)!;
    for (const [op, type, id] of [
      ['requestRecommendations', 'ai-event-generation', 'plans-1'],
      ['generateImages', 'image-generation', 'posters-1'],
    ] as const) {
      expect(judged((run) => Object.assign(rowOf(run, type), { about: 'another' }))).toEqual([
        `lost: ${type} of ${id}, whose ${op} was acknowledged`,
      ]);
      expect(judged((run) => run.history.push({ ...run.operation(op), id: 'another' }))).toContain(
        `lost: job another, whose ${op} was acknowledged`,
      );
      const withoutEnd = ({ state }: Run) => Object.assign(state.jobs.find((job) => job.id === id)!, { status: 'RUNNING' });
      expect(judged(withoutEnd)).toEqual([`lost: the end of job ${id}, which is RUNNING`]);
      for (const status of ['FAILED', 'TIMED_OUT'])
        expect(judged(({ state }) => Object.assign(state.jobs.find((job) => job.id === id)!, { status }))).toEqual([]);
      expect(judged((run) => run.state.outbox.push({ ...rowOf(run, type), row: 9 }))).toEqual([`double: ${type} of ${id}`]);
      expect(judged((run) => Object.assign(run.operation(op), { key: 'another' }))).toEqual([
        `ghost: ${type} of ${id}, for which nobody asked`,
      ]);
      expect(judged((run) => run.history.push({ ...run.operation(op) }))).toEqual([]);
    }
  });

  it('finds log-outs that were acknowledged and not announced, announced twice, or asked for by nobody', () => {
    const loggedOut = ({ state }: Run) => state.outbox.find(({ type }) => type === 'user.logged-out')!;
    expect(kinds(({ history, operation }) => history.push({ ...operation('logOut'), key: 'session-2', id: 'session-2' }))).toEqual([
      'lost',
    ]);
    expect(judged((run) => run.state.outbox.push({ ...loggedOut(run), row: 9 }))).toEqual(['double: user.logged-out of session-1']);
    expect(kinds(({ operation }) => Object.assign(operation('logOut'), { outcome: 'refused' }))).toEqual(['ghost']);
    expect(judged(({ operation }) => Object.assign(operation('logOut'), { outcome: 'unknown', id: undefined }))).toEqual([]);
  });

  it('finds channels that have no end, end twice, or end otherwise than they said', () => {
    expect(judged(({ state }) => Object.assign(state.channels[0]!, { status: 'SENDING', expectedViews: 0, cost: '0.00' }))).toEqual([
      'lost: SNS of event event-1 is SENDING with 0 views for 0.00, announced as DONE with 2000 views for 30000.00',
    ]);
    expect(kinds(({ state }) => Object.assign(state, { completions: [] }))).toEqual(['lost']);
    expect(kinds(({ state }) => Object.assign(state.completions[0]!, { cost: '30000.01' }))).toEqual(['lost']);
    expect(judged(({ state }) => state.completions.push({ ...state.completions[0]! }))).toEqual([
      'double: the end of SNS of event event-1',
    ]);
    const failedFirst = ({ state }: Run) => state.completions.unshift({ ...state.completions[0]!, status: 'FAILED' });
    expect(judged(failedFirst)).toEqual([]);
    expect(kinds((run) => [failedFirst(run), failedFirst(run)])).toEqual(['double']);
  });

  it('finds channels that are shown otherwise than they were measured, promised or left', () => {
    const pageOf = ({ history }: Run) => history.find((entry) => entry.record === 'shown')!;
    const shownAs = (run: Run, impressions: number, cost: string) => Object.assign(pageOf(run).channels[0]!, { impressions, cost });
    expect(judged((run) => shownAs(run, 2_000, '30000.00'))).toEqual([
      'lost: SNS of event event-1 is shown with 2000 views for 30000.00, has 1900 for 31000.00',
    ]);
    expect(kinds((run) => shownAs(run, 3_800, '62000.00'))).toEqual(['double']);
    expect(kinds((run) => Object.assign(pageOf(run), { channels: [] }))).toEqual(['lost']);
    const unmeasured = (run: Run, impressions: number, cost: string) => {
      run.state.measurements = [];
      shownAs(run, impressions, cost);
    };
    expect(judged((run) => unmeasured(run, 2_000, '30000.00'))).toEqual([]);
    expect(kinds((run) => unmeasured(run, 0, '0.00'))).toEqual(['lost']);
    const cancelled = (run: Run, impressions: number, cost: string) => {
      for (const one of [run.state.channels[0]!, run.state.completions[0]!])
        Object.assign(one, { status: 'CANCELLED', expectedViews: 0, cost: '0.00' });
      unmeasured(run, impressions, cost);
    };
    expect(judged((run) => cancelled(run, 0, '0.00'))).toEqual([]);
    expect(kinds((run) => cancelled(run, 2_000, '30000.00'))).toEqual(['double']);
    expect(judged((run) => run.history.splice(run.history.indexOf(pageOf(run)), 1))).toEqual([
      'failed: nobody was shown the channels of event event-1',
    ]);
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
    expect(judged(() => {}, { messages: 10 })).toEqual(['failed: 9 messages of 10 were committed']);
  });

  it('finds a run that was not as bad as it was to be, or was not waited for', () => {
    expect(judged(() => {}, { kills: 1 })).toEqual(['failed: 0 kills of 1 were done']);
    const fault = { at: 100, kind: 'freeze', target: 'redis', forMs: 10 } as const;
    expect(kinds(({ history }) => history.push({ record: 'fault', fault, at: 100, until: 110, note: 'no such process' }))).toEqual([
      'failed',
    ]);
    expect(
      kinds(({ history }) =>
        history.splice(
          history.findIndex(({ record }) => record === 'settled'),
          1,
        ),
      ),
    ).toEqual(['failed']);
  });

  it('finds what stands though nobody asked for it', () => {
    expect(kinds(({ history, operation }) => history.splice(history.indexOf(operation('signUp')), 1))).toEqual(['ghost']);
    expect(kinds(({ history, operation }) => history.splice(history.indexOf(operation('drawWinners')), 1))).toEqual(['ghost']);
    expect(kinds(({ operation }) => Object.assign(operation('publishEvent'), { outcome: 'refused' }))).toEqual(['ghost']);
    expect(kinds(({ entry }) => Object.assign(entry(3), { eventId: 'another' }))).toEqual(['ghost']);
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
    expect(judged(failing)).toEqual(['failed: 1 of 11 mutations while Kafka was away']);
  });
});
