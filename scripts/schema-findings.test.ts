import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { composeSupergraph, readSubgraphSchemas } from './compose-supergraph.ts';
import { breakingChanges, inconsistencies, invalidOperations, undescribed, unmarkedSubscriptions } from './schema-findings.ts';

const schemas = await readSubgraphSchemas();

describe('the schema check', () => {
  it('names a type, a field, an argument, an input field and an enum value without a description', () => {
    const schema = buildSchema(`
      "Root." type Query { a(input: I): T "Described." b("Described." one: Int other: Int): E }
      type T { "Described." c: Int }
      "In." input I { d: Int }
      "One of." enum E { F }
    `);
    expect(undescribed(schema)).toEqual([
      'Query.a has no description.',
      'Query.a(input:) has no description.',
      'Query.b(other:) has no description.',
      'T has no description.',
      'I.d has no description.',
      'E.F has no description.',
    ]);
  });

  it('hears composition when subgraphs describe a shared type differently', () => {
    const content = schemas.content.replace('Why a job failed.', 'What went wrong.');
    expect(inconsistencies(composeSupergraph(schemas).hints)).toEqual([]);
    expect(inconsistencies(composeSupergraph({ ...schemas, content }).hints)[0]).toContain('JobError');
  });

  it('notices that a missing @composeDirective has dropped a subscription’s directive', () => {
    const participation = schemas.participation.replace('@composeDirective(name: "@feed")', '');
    const { supergraph } = composeSupergraph({ ...schemas, participation });
    const schema = buildSchema(
      'type Query { a: Int } type Subscription { participantRegistered: Edge eventPulse: Pulse } type Edge { cursor: ID } type Pulse { version: Int }',
    );
    expect(unmarkedSubscriptions(supergraph, schema)).toEqual([
      'Subscription.participantRegistered is not marked with one of @live and @feed in the supergraph.',
    ]);
  });

  it('notices a live value whose version does not exist', () => {
    const sdl = 'type Query { a: Int } type Subscription { a: A @live(version: "revision") } type A { version: Int }';
    const schema = buildSchema(`directive @live(version: String) on FIELD_DEFINITION ${sdl}`);
    expect(unmarkedSubscriptions(sdl, schema)).toEqual(['Subscription.a names a field "revision" that its type does not have.']);
  });

  it('names the operation that no longer validates', () => {
    const findings = invalidOperations(buildSchema('type Query { a: Int }'), {
      'b.graphql': 'query B { gone }',
      'a.graphql': 'query A { a }',
    });
    expect(findings).toEqual(['b.graphql: Cannot query field "gone" on type "Query".']);
  });

  it('tells a change that breaks clients from one that does not', async () => {
    const before = buildSchema('type Query { a: Int b: Int }');
    expect(await breakingChanges(before, buildSchema('type Query { a: Int b: Int c: Int }'))).toEqual([]);
    expect(await breakingChanges(before, buildSchema('type Query { a: Int! c: Int }'))).toEqual([expect.stringContaining("'b'")]);
  });
});
