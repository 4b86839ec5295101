import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  parse,
  print,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import { rulesOfObjects } from './interface-rules.ts';
import { linkedNames } from './linked-names.ts';

/** What a caller must have. Of `anyOf` one inner list has to be met whole. `id` is equal for equal requirements. */
export type Requirement =
  | { id: string; kind: 'authenticated' }
  | { id: string; kind: 'scopes' | 'policies'; anyOf: readonly (readonly string[])[] };

/**
 * The access directives of a supergraph (federation v2.9: `@authenticated`, `@requiresScopes`, `@policy`).
 * Interfaces have none: each of their object types has its own.
 */
export type AccessRules = {
  isEmpty: boolean;
  /** What an object type's, scalar's or enum's directives require; all of it. */
  ofType: (typeName: string) => readonly Requirement[];
  /** What the directives of an object type's field require; all of it. */
  ofField: (typeName: string, fieldName: string) => readonly Requirement[];
};

const FEATURES = ['authenticated', 'requiresScopes', 'policy'] as const;
type Feature = (typeof FEATURES)[number];
const NONE: readonly Requirement[] = [];

/**
 * The rules in a supergraph's SDL, and the SDL without them and their links, as `@apollo/gateway`'s parts
 * will load it. Throws for SDL that does not parse.
 */
export const readAccessRules = (sdl: string): { sdl: string; rules: AccessRules } => {
  if (!FEATURES.some((feature) => sdl.includes(`specs.apollo.dev/${feature}/`)))
    return { sdl, rules: { isEmpty: true, ofType: () => NONE, ofField: () => NONE } };
  const document = parse(sdl, { noLocation: true });
  const features = new Map(FEATURES.map((feature) => [linkedNames(document, feature)(feature), feature] as const));
  const found = rulesOfObjects(document, collect(document, features));
  const rules: AccessRules = {
    isEmpty: found.size === 0,
    ofType: (typeName) => found.get(typeName) ?? NONE,
    ofField: (typeName, fieldName) => found.get(`${typeName}.${fieldName}`) ?? NONE,
  };
  return { sdl: print(withoutFeatures(document, features)), rules };
};

const collect = (document: DocumentNode, features: ReadonlyMap<string, Feature>): Map<string, Requirement[]> => {
  const found = new Map<string, Requirement[]>();
  const add = (place: string, directives: readonly ConstDirectiveNode[] = []): void => {
    const requirements = directives.flatMap((directive) => {
      const feature = features.get(directive.name.value);
      return feature ? [requirementOf(feature, directive)] : [];
    });
    if (requirements.length > 0) found.set(place, [...(found.get(place) ?? []), ...requirements]);
  };
  for (const node of document.definitions) {
    if (!('directives' in node) || !('name' in node) || !node.name) continue;
    add(node.name.value, node.directives as readonly ConstDirectiveNode[]);
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of node.fields ?? []) add(`${node.name.value}.${field.name.value}`, field.directives);
  }
  return found;
};

const requirementOf = (feature: Feature, directive: ConstDirectiveNode): Requirement => {
  if (feature === 'authenticated') return { id: 'authenticated', kind: 'authenticated' };
  const kind = feature === 'policy' ? 'policies' : 'scopes';
  const value = directive.arguments?.find(({ name }) => name.value === kind)?.value as ConstValueNode;
  const anyOf = valueFromASTUntyped(value) as string[][];
  return { id: `${kind}:${JSON.stringify(anyOf)}`, kind, anyOf };
};

const withoutFeatures = (document: DocumentNode, features: ReadonlyMap<string, Feature>): DocumentNode => {
  const scalars = new Set<string>();
  for (const node of document.definitions) {
    if (node.kind !== Kind.DIRECTIVE_DEFINITION || !features.has(node.name.value)) continue;
    visit(node, { NamedType: ({ name }) => void scalars.add(name.value) });
  }
  return visit(document, {
    Directive: (node) => (features.has(node.name.value) || isLinkOf(node) ? null : undefined),
    DirectiveDefinition: (node) => (features.has(node.name.value) ? null : undefined),
    ScalarTypeDefinition: (node) => (scalars.has(node.name.value) ? null : undefined),
  });
};

const isLinkOf = ({ name, arguments: given }: DirectiveNode): boolean => {
  const url = given?.find((argument) => argument.name.value === 'url')?.value;
  return (
    name.value === 'link' && url?.kind === Kind.STRING && FEATURES.some((feature) => url.value.includes(`specs.apollo.dev/${feature}/`))
  );
};
