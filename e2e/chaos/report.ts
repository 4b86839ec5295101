import type { Verdict } from './check.ts';
import { consumers } from './check-messages.ts';
import type { FinalState } from './final-state.ts';
import type { FindingKind } from './finding.ts';
import type { Settings } from './settings.ts';

const SHOWN = 40;
const KINDS: readonly FindingKind[] = ['lost', 'ghost', 'inversion', 'double', 'gap', 'regression', 'not pushed', 'late', 'failed'];

/** A run's figures, as markdown. */
export const report = (settings: Settings, state: FinalState, verdict: Verdict, tookMs: number): string => {
  const { findings, operations, faults, exits, away, pushes, settledMs } = verdict;
  const count = (kind: FindingKind): number => findings.filter((one) => one.kind === kind).length;
  const outcomes = (['ok', 'refused', 'unknown'] as const).map((outcome) => operations.filter((one) => one.outcome === outcome).length);
  const sent = [...Map.groupBy(state.log, ({ id }) => id).values()].map((records) => records.length);
  const rows: [string, string | number][] = [
    ['seed', settings.seed],
    ['took', minutes(tookMs)],
    ['messages committed', state.outbox.length],
    ['of them sent twice at least', sent.filter((times) => times > 1).length],
    ['records in Kafka', state.log.length],
    ['effects (messages × consumers)', state.outbox.reduce((sum, { type }) => sum + (consumers[type]?.length ?? 0), 0)],
    ['kills with SIGKILL', faults.filter(({ fault }) => ['kill', 'away'].includes(fault.kind)).length],
    ['killed', byTarget(verdict)],
    ['frozen with SIGSTOP', faults.filter(({ fault }) => fault.kind === 'freeze').length],
    ['black-holed', faults.filter(({ fault }) => ['partition', 'half-open'].includes(fault.kind)).length],
    ['mutations acknowledged, refused, without an answer', outcomes.join(', ')],
    ['events, entries, draws', [state.published.length, state.participants.length, state.draws.length].join(', ')],
    ['pushes', pushes],
    ['entries again after a kill: median, p95, most', spread(verdict.resumptions.map(({ answeredMs }) => answeredMs))],
    ['dashboards again after a kill: median, p95, most', spread(verdict.resumptions.map(({ pushedMs }) => pushedMs))],
    ['mutations while Kafka was away, failed among them', `${away.sent}, ${away.failed}`],
    ['all settled after the last fault', seconds(settledMs)],
    ['processes that ended by themselves', exits.length],
    ...KINDS.map((kind): [string, string] => [kind, `**${count(kind)}**`]),
  ];
  return [
    '| figure | value |',
    '| --- | ---: |',
    ...rows.map(([name, value]) => `| ${name} | ${value} |`),
    ...(findings.length > 0 ? ['', `${findings.length} findings (seed ${settings.seed}):`] : []),
    ...findings.slice(0, SHOWN).map(({ kind, what }) => `- ${kind}: ${what}`),
    '',
  ].join('\n');
};

const byTarget = ({ faults }: Verdict): string => {
  const killed = faults.filter(({ fault }) => fault.kind === 'kill');
  const groups = Map.groupBy(killed, ({ fault }) => fault.target.replace(/ 2$/, ''));
  return [...groups].map(([name, kills]) => `${name} ${kills.length}`).join(', ');
};

const spread = (times: readonly (number | null)[]): string => {
  const sorted = times.map((ms) => ms ?? Number.POSITIVE_INFINITY).toSorted((one, other) => one - other);
  const at = (share: number): string => seconds(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return [at(0.5), at(0.95), at(1)].join(', ');
};

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
const minutes = (ms: number): string => `${(ms / 60_000).toFixed(1)} min`;
