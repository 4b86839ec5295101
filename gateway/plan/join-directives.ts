import { type ConstDirectiveNode, type DefinitionNode, Kind } from 'graphql';

/** An argument of a directive of a supergraph, as it is written; null when it is not given. */
export const argumentText = (directive: ConstDirectiveNode | undefined, name: string): string | null => {
  const value = directive?.arguments?.find((each) => each.name.value === name)?.value;
  return value && 'value' in value ? String(value.value) : null;
};

/** The names of subgraphs, by their values of `join__Graph`. */
export const graphNames = (definitions: readonly DefinitionNode[]): ReadonlyMap<string, string> =>
  new Map(
    definitions.flatMap((definition) =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph'
        ? (definition.values ?? []).map(
            ({ name, directives }) => [name.value, argumentText(directives?.[0], 'name') ?? name.value] as const,
          )
        : [],
    ),
  );
