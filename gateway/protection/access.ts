import { type DocumentNode, getOperationAST, OperationTypeNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Identity } from '#kit/identity.ts';
import { collectFields } from '../execute/collect-fields.ts';
import { fragmentsOf } from '../plan/ast-nodes.ts';
import type { Supergraph } from '../supergraph.ts';
import type { Requirement } from './access-rules.ts';
import { type Decisions, decide, type PolicyCheck, requirementsIn, SOMEBODY, unrestricted } from './decide.ts';

type Asked = { document: DocumentNode; hash: string; operationName?: string | null; identity?: Identity | null };

/** What the caller of an operation may see of it. */
export type Access = (operation: Asked) => Decisions;

/** An operation's requirements, and the decisions for nobody and for anybody known when these depend on nothing else. */
type Known = { requirements: readonly Requirement[]; isPublic: boolean; nobody: Decisions; somebody: Decisions | null };

const OPERATIONS = 2_000;

/** No policy holds unless the operator's check says so. */
const noPolicies: PolicyCheck = () => false;

/**
 * Reads each operation's requirements once and decides them for its callers. A public subscription is decided
 * for nobody (gateway: live fan-out).
 */
export const createAccess = (supergraph: Supergraph, check: PolicyCheck = noPolicies): Access => {
  if (supergraph.access.isEmpty) return () => unrestricted;
  const operations = new LRUCache<string, Known>({ max: OPERATIONS });
  const read = (key: string, { document, operationName }: Asked): Known => {
    const requirements = requirementsIn(supergraph.schema, supergraph.access, document);
    const isSimple = requirements.every(({ kind }) => kind === 'authenticated');
    const known: Known = {
      requirements,
      isPublic: isPublicSubscription(supergraph, document, operationName),
      nobody: decide(requirements, null, check),
      somebody: isSimple ? decide(requirements, SOMEBODY, check) : null,
    };
    operations.set(key, known);
    return known;
  };
  return (operation) => {
    const key = `${operation.hash}:${operation.operationName ?? ''}`;
    const known = operations.get(key) ?? read(key, operation);
    if (!operation.identity || known.isPublic) return known.nobody;
    return known.somebody ?? decide(known.requirements, operation.identity, check);
  };
};

const isPublicSubscription = ({ schema, subscriptionFields }: Supergraph, document: DocumentNode, name?: string | null): boolean => {
  const definition = getOperationAST(document, name);
  const root = schema.getSubscriptionType();
  if (definition?.operation !== OperationTypeNode.SUBSCRIPTION || !root) return false;
  const fragments = fragmentsOf(document);
  const groups = [...collectFields(schema, fragments, root, [definition.selectionSet]).values()];
  return groups.every(([node]) => subscriptionFields.get(node!.name.value)?.public ?? false);
};
