import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeOn } from '#kit/testing/describe-on.ts';
import { type ChaosRun, runChaos } from './run-chaos.ts';
import { SHORT } from './settings.ts';

const RUN_MS = 20 * 60_000;

describeOn('Kafka', 'Redis')(`After 20 kills in three minutes (seed ${SHORT.seed})`, () => {
  let directory: string;
  let run: ChaosRun;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'madang-chaos-'));
    run = await runChaos(SHORT, directory);
  }, RUN_MS);
  /** What was recorded stays when something was found. */
  afterAll(async () => {
    if (run?.verdict.findings.length === 0) await rm(directory, { recursive: true, force: true });
  });

  const found = (...kinds: string[]): string[] =>
    run.verdict.findings
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ kind, what }) => `seed ${SHORT.seed}, ${directory}: ${kind}: ${what}`);

  it('nothing that was acknowledged or committed is lost', () => expect(found('lost')).toEqual([]));
  it('nothing is there that no transaction committed', () => expect(found('ghost')).toEqual([]));
  it('each key’s messages are handled in their order, though each came twice', () => expect(found('inversion')).toEqual([]));
  it('everything has its effect once', () => expect(found('double', 'gap')).toEqual([]));
  it('every live value and feed came to the final state, and none went back', () => expect(found('not pushed', 'regression')).toEqual([]));
  it('everything went on by itself', () => expect(found('late')).toEqual([]));

  describe('the run itself', () => {
    it('killed as often as it was to, under load, with every message delivered twice', () => {
      expect(found('failed')).toEqual([]);
      expect(run.verdict.faults.filter(({ fault }) => fault.kind === 'kill')).toHaveLength(SHORT.kills);
      expect(run.state.participants.length).toBeGreaterThan(100);
      expect(run.state.draws.length).toBeGreaterThan(0);
    });
  });
});
