import { type ConstDirectiveNode, type DocumentNode, Kind, parse, valueFromASTUntyped } from 'graphql';
import { linkedNames } from './linked-names.ts';

/** `@listSize` of a field (IBM cost specification §6.3). */
export type ListSize = {
  assumedSize?: number | null;
  /** Arguments that say how many items come, also as paths into input objects (`page.first`). */
  slicingArguments?: readonly string[] | null;
  /** The fields of the answer that are so long; the field itself when left out. */
  sizedFields?: readonly string[] | null;
  requireOneSlicingArgument?: boolean;
};

/** The weights of a supergraph; what has none is absent. Places are `Type`, `Type.field`, `Type.field.argument` and `Input.field`. */
export type CostModel = {
  /** Whether the supergraph links the cost specification. */
  isLinked: boolean;
  weightOf: (place: string) => number | undefined;
  listSizeOf: (field: string) => ListSize | undefined;
};

/** Reads `@cost` and `@listSize` (federation v2.9) from a composed supergraph's SDL. */
export const readCostModel = (sdl: string): CostModel => {
  const weights = new Map<string, number>();
  const sizes = new Map<string, ListSize>();
  const isLinked = sdl.includes('specs.apollo.dev/cost/');
  if (isLinked) collect(parse(sdl, { noLocation: true }), weights, sizes);
  return { isLinked, weightOf: (place) => weights.get(place), listSizeOf: (field) => sizes.get(field) };
};

type Annotated = { name: { value: string }; directives?: readonly ConstDirectiveNode[] };

const collect = (document: DocumentNode, weights: Map<string, number>, sizes: Map<string, ListSize>): void => {
  const nameOf = linkedNames(document, 'cost');
  const [cost, listSize] = [nameOf('cost'), nameOf('listSize')];
  const read = (place: string, { directives = [] }: Annotated): void => {
    for (const directive of directives) {
      if (directive.name.value === cost) weights.set(place, Number(argumentsOf(directive).weight));
      if (directive.name.value === listSize) sizes.set(place, argumentsOf(directive));
    }
  };
  for (const node of document.definitions) {
    if (node.kind === Kind.DIRECTIVE_DEFINITION || !('name' in node) || !node.name) continue;
    const type = node.name.value;
    read(type, node as Annotated);
    if (!('fields' in node)) continue;
    for (const field of node.fields ?? []) {
      read(`${type}.${field.name.value}`, field);
      if (field.kind !== Kind.FIELD_DEFINITION) continue;
      for (const argument of field.arguments ?? []) read(`${type}.${field.name.value}.${argument.name.value}`, argument);
    }
  }
};

const argumentsOf = (directive: ConstDirectiveNode): Record<string, never> =>
  Object.fromEntries((directive.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value) as never]));
