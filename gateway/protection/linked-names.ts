import { type DirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';

type Link = { url?: string; as?: string; import?: (string | { name: string; as?: string })[] };

/**
 * How a feature's directives are called in a schema (core schemas v1.0, "Renaming"): by an import's name, else the feature's own
 * directive by the feature's name, else `feature__directive`.
 *
 * @param feature the last part of the feature's identity: `authenticated`, `cost`
 */
export const linkedNames = (document: DocumentNode, feature: string): ((directive: string) => string) => {
  const link = document.definitions
    .flatMap((node) => (node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION ? (node.directives ?? []) : []))
    .filter(({ name }) => name.value === 'link')
    .map(read)
    .find(({ url }) => url?.includes(`specs.apollo.dev/${feature}/`));
  const imported = new Map(
    (link?.import ?? []).map((entry) =>
      typeof entry === 'string' ? [bare(entry), bare(entry)] : [bare(entry.name), bare(entry.as ?? entry.name)],
    ),
  );
  return (directive) => imported.get(directive) ?? (directive === feature ? (link?.as ?? feature) : `${link?.as ?? feature}__${directive}`);
};

const bare = (name: string): string => name.replace(/^@/, '');

const read = ({ arguments: given }: DirectiveNode): Link =>
  Object.fromEntries((given ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
