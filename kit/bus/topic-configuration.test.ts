import { expect, it } from '@jest/globals';
import { KEPT_DAYS } from '../delivery-cleaning.ts';
import { TOPIC_CONFIGURATION } from './kafka-driver.ts';

it('ids are kept in the inbox for longer than Kafka keeps the records, whose segment goes when its newest record is old', () => {
  const longestMs = Number(TOPIC_CONFIGURATION['retention.ms']) + Number(TOPIC_CONFIGURATION['segment.ms']);
  expect(longestMs).toBeLessThan(KEPT_DAYS * 24 * 3_600_000);
});
