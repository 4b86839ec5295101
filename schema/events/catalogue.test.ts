import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { eventCatalogue } from './catalogue.ts';

const personal = /name|phone|e-?mail|address|password/i;
/** The shop's name and address are facts of the draft that the planner works from; they are public on the event's page. */
const storeOf = new Set(['ai-event-generation']);

const fieldNames = (schema: unknown): string[] => {
  const { properties = {}, items } = schema as { properties?: Record<string, unknown>; items?: unknown };
  return [...Object.entries(properties).flatMap(([name, inner]) => [name, ...fieldNames(inner)]), ...(items ? fieldNames(items) : [])];
};

describe('the message contracts', () => {
  it('name each topic once, in words that Kafka allows', () => {
    const types = eventCatalogue.map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
    for (const type of types) expect(type).toMatch(/^[a-z.-]+$/);
  });

  it.each(eventCatalogue.filter(({ type }) => !storeOf.has(type)))('carry no personal data: $type', ({ schema }) => {
    expect(fieldNames(z.toJSONSchema(schema)).filter((name) => personal.test(name))).toEqual([]);
  });
});
