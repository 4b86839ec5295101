import { expect, it } from '@jest/globals';
import { KEPT_DAYS } from '../delivery-cleaning.ts';
import { RECORD_MS, TOPIC_CONFIGURATION } from './kafka-driver.ts';

it('ids are kept in the inbox for longer than Kafka keeps the records, whose segment goes when its newest record is old', () => {
  expect(RECORD_MS).toBe(Number(TOPIC_CONFIGURATION['retention.ms']) + Number(TOPIC_CONFIGURATION['segment.ms']));
  expect(RECORD_MS).toBeLessThan(KEPT_DAYS * 24 * 3_600_000);
});
