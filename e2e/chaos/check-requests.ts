import { isFinished } from '#schema/store/job.ts';
import type { FinalState, OutboxRow } from './final-state.ts';
import { type Finding, finding } from './finding.ts';
import type { Operation } from './history.ts';

type Requested = Pick<FinalState, 'jobs' | 'outbox'>;

type Kind = {
  op: string;
  type: string;
  /** What an operation's key names. */
  keyOf: (row: OutboxRow) => string | null;
};

/** A message of a job is about the job and one of a log-out about the session, which is its operation's id. */
const JOBS: readonly Kind[] = [
  { op: 'requestRecommendations', type: 'ai-event-generation', keyOf: ({ key }) => key },
  { op: 'generateImages', type: 'image-generation', keyOf: ({ key }) => key },
];
const LOG_OUTS: Kind = { op: 'logOut', type: 'user.logged-out', keyOf: ({ about }) => about };

/** Requests whose effect comes later or elsewhere: each job and each log-out that was acknowledged has its message, once, and the job an end. */
export const checkRequests = (operations: readonly Operation[], { jobs, outbox }: Requested): Finding[] => [
  ...[...JOBS, LOG_OUTS].flatMap((kind) =>
    checkAnnounced(
      operations.filter(({ op }) => op === kind.op),
      outbox.filter(({ type }) => type === kind.type),
      kind,
    ),
  ),
  ...JOBS.flatMap(({ op }) => checkEnded(idsOf(operations.filter((operation) => operation.op === op)), jobs, op)),
];

/** Of the acknowledged ones. An owner who asks again while a job runs is given the same. */
const idsOf = (operations: readonly Operation[]): Set<string> =>
  new Set(operations.flatMap(({ outcome, id }) => (outcome === 'ok' && id ? [id] : [])));

const checkAnnounced = (operations: readonly Operation[], rows: readonly OutboxRow[], { op, type, keyOf }: Kind): Finding[] => {
  const asked = new Set(operations.flatMap(({ outcome, key }) => (outcome === 'refused' ? [] : [key])));
  const messages = Map.groupBy(rows, ({ about }) => about ?? '');
  return [
    ...[...idsOf(operations)]
      .filter((id) => !messages.has(id))
      .map((id) => finding('lost', `${type} of ${id}, whose ${op} was acknowledged`)),
    ...[...messages].filter(([, those]) => those.length > 1).map(([about]) => finding('double', `${type} of ${about}`)),
    ...rows
      .filter((row) => !asked.has(keyOf(row) ?? ''))
      .map(({ about }) => finding('ghost', `${type} of ${about}, for which nobody asked`)),
  ];
};

const checkEnded = (ids: ReadonlySet<string>, jobs: Requested['jobs'], op: string): Finding[] => {
  const known = new Map(jobs.map((job) => [job.id, job]));
  return [...ids].flatMap((id) => {
    const job = known.get(id);
    if (!job) return [finding('lost', `job ${id}, whose ${op} was acknowledged`)];
    return isFinished(job) ? [] : [finding('lost', `the end of job ${id}, which is ${job.status}`)];
  });
};
