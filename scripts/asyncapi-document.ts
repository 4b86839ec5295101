import { stringify } from 'yaml';
import { z } from 'zod';
import type { EventContract } from '#kit/define-event.ts';

/** The name of the data field that is a contract's key: `key` is called with an object whose every field is its own name. */
const keyField = (contract: EventContract): string => contract.key(new Proxy({}, { get: (_, field) => field }));

const messageName = ({ type }: EventContract): string => type.replace(/(?:^|[.-])(\w)/g, (_, letter: string) => letter.toUpperCase());

const headers = {
  type: 'object',
  required: ['ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'ce_time', 'content-type'],
  properties: {
    ce_specversion: { const: '1.0' },
    ce_id: { type: 'string', format: 'uuid', description: 'Unique for ever: the key of idempotency.' },
    ce_type: { type: 'string' },
    ce_source: { type: 'string' },
    ce_time: { type: 'string', format: 'date-time' },
    'content-type': { const: 'application/json' },
    traceparent: { type: 'string', description: 'W3C trace context.' },
  },
};

const message = (contract: EventContract) => {
  const { $schema: _, ...payload } = z.toJSONSchema(contract.schema);
  return {
    name: contract.type,
    summary: contract.description,
    contentType: 'application/json',
    headers: { $ref: '#/components/schemas/CloudEventHeaders' },
    payload,
    bindings: { kafka: { key: { type: 'string', format: 'uuid', description: `\`${keyField(contract)}\`` } } },
  };
};

const table = <Value>(contracts: readonly EventContract[], key: (c: EventContract) => string, value: (c: EventContract) => Value) =>
  Object.fromEntries(contracts.map((contract) => [key(contract), value(contract)]));

/** AsyncAPI 3.0 in YAML for message contracts (spec §4). Topics are named without `TOPIC_PREFIX`. The same contracts give the same text. */
export const asyncapiDocument = (contracts: readonly EventContract[]): string => {
  const topic = ({ type }: EventContract) => type;
  const document = {
    asyncapi: '3.0.0',
    info: { title: 'Madang', version: '1.0.0', description: 'CloudEvents 1.0 between the domains, in Kafka binary mode.' },
    defaultContentType: 'application/json',
    channels: table(contracts, topic, (contract) => ({
      address: contract.type,
      description: contract.description,
      messages: { [messageName(contract)]: { $ref: `#/components/messages/${messageName(contract)}` } },
      bindings: { kafka: { topic: contract.type } },
    })),
    operations: table(
      contracts,
      (contract) => `publish${messageName(contract)}`,
      (contract) => ({
        action: 'send',
        summary: `Published by ${contract.publisher}.`,
        channel: { $ref: `#/channels/${contract.type}` },
      }),
    ),
    components: { schemas: { CloudEventHeaders: headers }, messages: table(contracts, messageName, message) },
  };
  return `# Made by \`npm run compose\` from schema/events/. Do not edit.\n${stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })}`;
};
