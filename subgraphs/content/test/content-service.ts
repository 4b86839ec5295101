import { randomUUID } from 'node:crypto';
import type { ExecutionResult } from 'graphql';
import { readDocument, updateDocument, writeDocument } from '#kit/store/document.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { startTestService, type TestService } from '#kit/testing/test-service.ts';
import { type Draft, DraftDocument } from '#schema/store/draft.ts';
import { type Job, JobDocument } from '#schema/store/job.ts';
import { type Context, createContext } from '../context.ts';
import { service } from '../main.ts';

/** The content service on a database of its own; `overrides` replace parts of its context. */
export const startContent = (overrides: Partial<Context> = {}): Promise<TestService<Context>> =>
  startTestService({ ...service, createContext: (kit) => createContext(kit, overrides) }, { IMAGE_THREADS: '2' });

export const plan: NonNullable<Draft['chosen']> = {
  id: '7d7f7e0e-58a2-4f2f-9a3b-2b6a5f0c1d11',
  tier: 'MEDIUM',
  title: '단골 감사 국밥 잔치',
  description: '단골에게 국밥 한 그릇',
  prize: '국밥 2인 식사권 (3명)',
  participationMethod: '계산대의 QR로 응모',
  channels: ['SNS'],
  estimatedCost: '100000.00',
  estimatedParticipants: 100,
  revenuePerParticipant: '8000.00',
  estimatedRoi: '700.00',
  rationale: '가까운 손님',
  source: 'rules',
  targetRoi: null,
};

/** Puts a draft into the store the way the event service does. */
export const seedDraft = async ({ context }: TestService<Context>, changes: Partial<Draft> = {}): Promise<Draft> => {
  const now = new Date().toISOString();
  const draft: Draft = {
    id: randomUUID(),
    ownerId: randomUUID(),
    objective: 'REVISIT',
    store: { name: '할머니 손맛 국밥', industry: 'RESTAURANT', address: '부산광역시 해운대구 우동 1' },
    state: 'OPEN',
    recommendationJobId: null,
    chosen: plan,
    image: null,
    channels: [],
    startsAt: null,
    endsAt: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
    expiresAt: now,
    ...changes,
  };
  await writeDocument(context.store, DraftDocument, draft.id, draft);
  return draft;
};

export const GENERATE = `mutation ($input: GenerateImagesInput!) { generateImages(input: $input) { id status progress version images { id } draft { id } } }`;
export const REGENERATE = `mutation ($id: ID!) { regenerateImage(id: $id) { id status } }`;
export const JOB = `query ($id: ID!) { imageJob(id: $id) { id status progress version finishedAt error { code message } draft { id } images { id style platform width height url createdAt } } }`;
export const IMAGE = `query ($id: ID!) { image(id: $id) { id style platform width height url createdAt } }`;
export const LIVE_JOB = `subscription ($id: ID!) { imageJob(id: $id) { id status progress version error { code } images { id } } }`;
export const DRAFT = `query ($id: ID!) { _entities(representations: [{ __typename: "EventDraft", id: $id }]) { ... on EventDraft { imageJob { id status } images { id style platform url } } } }`;

export const codeOf = ({ errors }: ExecutionResult): unknown => errors?.[0]?.extensions?.code;

/** The job once it has ended. */
export const settled = async ({ context }: TestService<Context>, jobId: string): Promise<Job> =>
  eventually(
    async () => {
      const job = await readDocument(context.store, JobDocument, jobId);
      if (job === null || job.status === 'QUEUED' || job.status === 'RUNNING') throw new Error(`The job is ${job?.status}.`);
      return job;
    },
    { within: 25_000 },
  );

/** Moves a job's deadline into the past. */
export const expire = ({ context }: TestService<Context>, jobId: string): Promise<Job | null> =>
  updateDocument(context.store, JobDocument, jobId, (job) => job && { ...job, deadline: new Date(Date.now() - 1).toISOString() });

/** The messages that the service has put into its outbox, of one type. */
export const published = <Data>({ context }: TestService<Context>, type: string): Promise<{ data: Data }[]> =>
  context.database.sql<{ data: Data }>('select data from outbox where type = $1 order by id', [type]);
