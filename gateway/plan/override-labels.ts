import { type DocumentNode, Kind } from 'graphql';

const LABEL = /overrideLabel: "percent\((\d{1,3}(?:\.\d{1,8})?)\)"/g;

/**
 * Which labels of `@override(from:, label: "percent(n)")` hold (federation v2.7): each with its probability, drawn anew for every
 * operation that is planned. Labels of other kinds never hold.
 */
export const decideOverrides = (supergraph: string, random: () => number = Math.random): Map<string, boolean> =>
  new Map([...supergraph.matchAll(LABEL)].map(([, percent]) => [`percent(${percent})`, random() * 100 < Number(percent)]));

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
