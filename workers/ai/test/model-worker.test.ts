import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { outboxEntry } from '#kit/outbox.ts';
import { readDocument } from '#kit/store/document.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { startTestService } from '#kit/testing/test-service.ts';
import { type Behaviour, json, startWireServer } from '#kit/testing/wire-server.ts';
import { RecommendationsRequested } from '#schema/events/event.ts';
import { JobDocument } from '#schema/store/job.ts';
import { RecommendationsDocument } from '#schema/store/recommendations.ts';
import { readConfig } from '../config.ts';
import { service } from '../main.ts';
import { proposalOf, says } from './says.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

/** A worker with a model chosen by its environment; gives the plans of one request to it. */
const planned = async (provider: string, path: string, behaviour: Behaviour) => {
  const server = await startWireServer();
  cleanups.add(server.close);
  server.behaves(behaviour);
  const ai = await startTestService(service, {
    LOG_LEVEL: 'silent',
    AI_PROVIDER: provider,
    AI_API_KEY: 'key-of-the-environment',
    AI_MODEL: 'model-of-the-environment',
    AI_BASE_URL: `${server.url}${path}`,
  });
  cleanups.add(ai.close);
  const [jobId, draftId] = [randomUUID(), randomUUID()];
  const now = Date.now();
  const store = { name: '마당 카페', industry: 'CAFE' as const, address: '부산 해운대구' };
  const times = { requestedAt: new Date(now).toISOString(), deadline: new Date(now + 300_000).toISOString() };
  await ai.adapters.bus.publish([
    outboxEntry(RecommendationsRequested, { jobId, draftId, ownerId: randomUUID(), objective: 'REVISIT', store, ...times }),
  ]);
  await eventually(async () => expect((await readDocument(ai.context.store, JobDocument, jobId))?.status).toBe('SUCCEEDED'));
  const plans = await readDocument(ai.context.store, RecommendationsDocument, draftId);
  return { server, sources: plans?.recommendations.map(({ source }) => source), metrics: await ai.context.metrics.metrics() };
};

describe.each([
  ['anthropic', ''],
  ['openai', '/v1'],
])('the worker with AI_PROVIDER=%s', (provider, path) => {
  it('asks the model of AI_MODEL at AI_BASE_URL with AI_API_KEY, and its plans are the job’s', async () => {
    const { server, sources, metrics } = await planned(provider, path, says(proposalOf()));
    expect(sources).toEqual([provider, provider, provider]);
    const [{ headers, body }] = server.received as [(typeof server.received)[0]];
    expect([headers.authorization ?? `Bearer ${headers['x-api-key']}`, body.model]).toEqual([
      'Bearer key-of-the-environment',
      'model-of-the-environment',
    ]);
    expect(metrics).toContain(`madang_ai_tokens_total{provider="${provider}",model="model-of-the-environment",kind="input"} 1000`);
  });

  it('falls back to rules when it refuses the key, the plans’ source admits it, and the job succeeds all the same', async () => {
    const { sources } = await planned(provider, path, json(401, { error: { message: 'key-of-the-environment is no key' } }));
    expect(sources).toEqual(['rules', 'rules', 'rules']);
  });
});

describe('the configuration of the AI worker', () => {
  const read = (environment: Record<string, string>) =>
    readConfig({ NODE_ENV: 'test', DATA_DIR: process.env.TEST_DATA_DIR, ...environment });

  it('is rules by default, which needs no key', () => {
    expect(read({})).toMatchObject({ AI_PROVIDER: 'rules' });
  });

  it('names everything that a model lacks', () => {
    expect(() => read({ AI_PROVIDER: 'anthropic' })).toThrow(
      /AI_API_KEY: is required with AI_PROVIDER=anthropic[\s\S]*AI_MODEL: is required/,
    );
    expect(() => read({ AI_PROVIDER: 'openai', AI_API_KEY: 'k', AI_MODEL: 'm', AI_BASE_URL: 'ftp://somewhere' })).toThrow('AI_BASE_URL');
  });
});
