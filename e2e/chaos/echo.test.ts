import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { describeOn } from '#kit/testing/describe-on.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { startTestKafka, type TestKafka } from '#kit/testing/test-kafka.ts';
import { eventCatalogue } from '#schema/events/catalogue.ts';
import { openDriver, readLog } from './echo.ts';

describeOn('Kafka')('The log of Kafka', () => {
  const cleanups = createCleanupStack();
  let kafka: TestKafka;

  beforeAll(async () => {
    kafka = await startTestKafka();
    cleanups.add(kafka.stop);
  }, 90_000);
  afterAll(cleanups.run, 60_000);

  it('is read whole each time: the judge reads it again when messages were committed while it read', async () => {
    const driver = openDriver(kafka.brokers);
    cleanups.add(driver.close);
    const topics = eventCatalogue.map(({ type }) => type);
    await driver.createTopics(topics);
    const sent = topics.flatMap((topic) => ['a', 'b', 'c'].map((key) => ({ topic, key, id: `${topic}-${key}` })));
    const send = () => driver.send(sent.map(({ topic, key, id }) => ({ topic, records: [{ key, value: '{}', headers: { ce_id: id } }] })));
    await eventually(send, { within: 30_000 });
    for (const _ of [1, 2]) {
      const ids = (await readLog(kafka.brokers)).map(({ id }) => id);
      expect([...new Set(ids)].sort()).toEqual(sent.map(({ id }) => id).sort());
    }
  }, 120_000);
});
