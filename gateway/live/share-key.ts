import type { Identity } from '#kit/identity.ts';
import type { Operation } from '../operations.ts';
import type { PlannedOperation } from '../plan/plan-operation.ts';
import { afterVariable } from './after-variable.ts';
import type { Joining } from './channels.ts';

/**
 * What a subscription's answers depend on, as text; equal keys see the same. The plan, its variables as coerced (without the one that
 * only says where a feed begins), and of the identity: nothing for a public field, which is executed without any; else the person,
 * the token's scopes and policies and the languages the client asks for.
 *
 * @returns null for what is never shared: somebody who is not known, and variables that a key cannot tell apart
 */
export const shareKey = ({ planned, planKey, operation }: Joining, coerced: Readonly<Record<string, unknown>>): string | null => {
  const { field } = planned.subscription!;
  const { identity } = operation;
  if (!field.public && !identity) return null;
  const names = (planned.definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  if (names.includes('__proto__')) return null;
  const position = field.kind === 'feed' ? positionVariable(planned, operation, field.after) : null;
  const variables = names.map((name) => (name !== position && Object.hasOwn(coerced, name) ? [coerced[name]] : []));
  const viewer = field.public || !identity ? 'public' : viewerKey(identity, operation);
  return JSON.stringify([planKey, viewer, variables]);
};

const viewerKey = ({ userId, scopes = [], policies = [] }: Identity, { headers }: Operation) => [
  userId,
  scopes.toSorted(),
  policies.toSorted(),
  headers['accept-language'] ?? null,
];

const positionVariables = new WeakMap<PlannedOperation, { name: string | null }>();

const positionVariable = (planned: PlannedOperation, { document }: Operation, after: string): string | null => {
  const known = positionVariables.get(planned) ?? { name: afterVariable(planned.schema, document, after) };
  positionVariables.set(planned, known);
  return known.name;
};
