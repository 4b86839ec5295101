import { checkChannels } from './check-channels.ts';
import { checkEntries } from './check-entries.ts';
import { checkMessages } from './check-messages.ts';
import { checkOwners } from './check-owners.ts';
import { checkPushes } from './check-pushes.ts';
import { checkRequests } from './check-requests.ts';
import type { FinalState } from './final-state.ts';
import { type Finding, finding } from './finding.ts';
import type { Done, Exit, HistoryRecord, Operation, Push, Settled, Watching } from './history.ts';
import { type Resumption, resumptions } from './resumption.ts';
import type { Settings } from './settings.ts';

/** What a run came to. */
export type Verdict = {
  findings: Finding[];
  operations: readonly Operation[];
  pushes: number;
  faults: readonly Done[];
  exits: readonly Exit[];
  resumptions: readonly Resumption[];
  /** Mutations sent while Kafka was away, and those among them that had no answer. */
  away: { sent: number; failed: number };
  settledMs: number;
};

/** What a run has to come to, besides being right. */
export type Aims = Pick<Settings, 'resumeSeconds' | 'messages' | 'kills'>;

/** Judges a recorded run, off line. */
export const check = (history: readonly HistoryRecord[], state: FinalState, { resumeSeconds, messages, kills }: Aims): Verdict => {
  const of = <Kind extends HistoryRecord['record']>(kind: Kind): Extract<HistoryRecord, { record: Kind }>[] =>
    history.filter((entry): entry is Extract<HistoryRecord, { record: Kind }> => entry.record === kind);
  const [operations, pushes, faults, settled] = [of('operation'), of('push'), of('fault'), of('settled')];
  const resumed = resumptions(faults, operations, pushes);
  const away = duringAway(faults, operations);
  return {
    findings: [
      ...checkEntries(operations, state),
      ...checkMessages(state),
      ...checkOwners(operations, state),
      ...checkRequests(operations, state),
      ...checkChannels(operations, of('shown'), state),
      ...checkPushes(of('watching') satisfies Watching[], pushes satisfies Push[], state),
      ...checkFaults(faults, kills),
      ...checkSettled(settled),
      ...(state.outbox.length < messages ? [finding('failed', `${state.outbox.length} messages of ${messages} were committed`)] : []),
      ...checkResumed(resumed, resumeSeconds * 1_000),
      ...(away.failed > 0 ? [finding('failed', `${away.failed} of ${away.sent} mutations while Kafka was away`)] : []),
    ],
    operations,
    pushes: pushes.length,
    faults,
    exits: of('exit'),
    resumptions: resumed,
    away,
    settledMs: Math.max(0, ...settled.map(({ since, at }) => at - since)),
  };
};

const duringAway = (faults: readonly Done[], operations: readonly Operation[]): Verdict['away'] => {
  const spans = faults.filter(({ fault }) => fault.kind === 'away');
  const sent = operations.filter(({ begun }) =>
    spans.some(({ at, fault }) => begun >= at && begun < at + ('forMs' in fault ? fault.forMs : 0)),
  );
  return { sent: sent.length, failed: sent.filter(({ outcome }) => outcome === 'unknown').length };
};

const checkFaults = (faults: readonly Done[], kills: number): Finding[] => {
  const killed = faults.filter(({ fault }) => fault.kind === 'kill').length;
  return [
    ...faults.flatMap(({ fault, note }) => (note ? [finding('failed', `the fault ${JSON.stringify(fault)} was not done: ${note}`)] : [])),
    ...(killed < kills ? [finding('failed', `${killed} kills of ${kills} were done`)] : []),
  ];
};

const checkSettled = (settled: readonly Settled[]): Finding[] => {
  if (settled.length === 0) return [finding('failed', 'nobody waited until it had settled')];
  return settled.flatMap(({ waiting }) => waiting.map((what) => finding('late', `it has not settled: ${what}`)));
};

const checkResumed = (resumed: readonly Resumption[], withinMs: number): Finding[] =>
  resumed.flatMap(({ fault, answeredMs, pushedMs, heldMs }) => {
    const slowest = Math.max(answeredMs ?? Number.POSITIVE_INFINITY, pushedMs ?? Number.POSITIVE_INFINITY);
    if (slowest - heldMs <= withinMs) return [];
    const { target } = fault.fault;
    return [
      finding(
        'late',
        `after the kill of ${target} at ${fault.at} ms entries went on after ${answeredMs} ms, dashboards after ${pushedMs} ms`,
      ),
    ];
  });
