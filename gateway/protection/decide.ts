import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { Identity } from '#kit/identity.ts';
import type { AccessRules, Requirement } from './access-rules.ts';
import { objectTypes, typesGiven } from './field-types.ts';

/** Whether a policy of `@policy` holds for the caller. */
export type PolicyCheck = (policy: string, identity: Identity | null) => boolean;

/** What a caller meets of a document's requirements. Equal keys plan alike. */
export type Decisions = { key: string; authenticated: boolean; isMet: (requirement: Requirement) => boolean };

/** Of documents that touch nothing protected. */
export const unrestricted: Decisions = { key: '', authenticated: false, isMet: () => true };

/** Anybody known, where nothing depends on who that is. */
export const SOMEBODY: Identity = { userId: '', sessionId: '', expiresAt: new Date(0) };

/** Every requirement that a document may touch, once each. */
export const requirementsIn = (schema: GraphQLSchema, rules: AccessRules, document: DocumentNode): readonly Requirement[] => {
  if (rules.isEmpty) return [];
  const found = new Map<string, Requirement>();
  const add = (requirements: readonly Requirement[]): void => {
    for (const requirement of requirements) found.set(requirement.id, requirement);
  };
  const typeInfo = new TypeInfo(schema);
  const enter = {
    Field: ({ name }: { name: { value: string } }): void => {
      const parent = typeInfo.getParentType();
      for (const owner of parent ? objectTypes(schema, parent) : []) {
        const field = owner.getFields()[name.value];
        if (!field) continue;
        for (const type of [owner, ...typesGiven(schema, field)]) add(rules.ofType(type.name));
        add(rules.ofField(owner.name, field.name));
      }
    },
  };
  visit(document, visitWithTypeInfo(typeInfo, enter));
  return [...found.values()];
};

/** Decides the requirements for one caller; the key names who is asking only by what was decided. */
export const decide = (requirements: readonly Requirement[], identity: Identity | null, check: PolicyCheck): Decisions => {
  if (requirements.length === 0) return unrestricted;
  const met = new Set(requirements.filter((requirement) => isMet(requirement, identity, check)).map(({ id }) => id));
  const key = `${identity ? 'known' : 'nobody'}:${requirements.map(({ id }) => (met.has(id) ? '1' : '0')).join('')}`;
  return { key, authenticated: identity !== null, isMet: ({ id }) => met.has(id) };
};

const isMet = (requirement: Requirement, identity: Identity | null, check: PolicyCheck): boolean => {
  if (requirement.kind === 'authenticated') return identity !== null;
  const holds = (name: string): boolean =>
    requirement.kind === 'scopes' ? (identity?.scopes?.includes(name) ?? false) : check(name, identity);
  return requirement.anyOf.some((all) => all.every(holds));
};
