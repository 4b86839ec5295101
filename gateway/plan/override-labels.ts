import { type DocumentNode, Kind } from 'graphql';
import { argumentText } from './join-directives.ts';

const LABEL = /^percent\((\d{1,3}(?:\.\d{1,8})?)\)$/;

/**
 * The labels of a supergraph's `@override(from:, label: "percent(n)")` (federation v2.7), each with the
 * percentage of operations for which it holds. Labels of other kinds are left out: they never hold.
 */
export const overrideLabelsOf = ({ definitions }: DocumentNode): ReadonlyMap<string, number> => {
  const labels = new Map<string, number>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const directive of (definition.fields ?? []).flatMap(({ directives = [] }) => directives)) {
      const label = argumentText(directive, 'overrideLabel') ?? '';
      const [, percent] = LABEL.exec(label) ?? [];
      if (percent !== undefined) labels.set(label, Number(percent));
    }
  }
  return labels;
};

/** Decides which labels hold, drawn anew for every operation that is planned. */
export const drawOverrides = (labels: ReadonlyMap<string, number>, random: () => number = Math.random): Map<string, boolean> =>
  new Map([...labels].map(([label, percent]) => [label, random() * 100 < percent]));

/** The fields of object types that have a label, as `Type.field`. */
export const labelledFieldsOf = ({ definitions }: DocumentNode): ReadonlySet<string> =>
  new Set(
    definitions.flatMap((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION
        ? (node.fields ?? []).flatMap(({ name, directives = [] }) =>
            directives.some(({ arguments: given = [] }) => given.some((argument) => argument.name.value === 'overrideLabel'))
              ? [`${node.name.value}.${name.value}`]
              : [],
          )
        : [],
    ),
  );
