import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  isInterfaceType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Answered } from '../plan/answered.ts';
import { fragmentsOf } from '../plan/ast-nodes.ts';
import { asksForType, collectFields } from './collect-fields.ts';
import {
  type Complete,
  compileComplete,
  REFUSED,
  type ShapedType,
  type ShapeObject,
  type ShapesOf,
  type Shaping,
  type Violation,
} from './complete-value.ts';
import { put } from './merge.ts';
import type { Row } from './run.ts';

/** Makes the client's answer from the gathered data: fields, order, aliases, fragments, null propagation (GraphQL §6). */
export type Shape = (data: Row, introspection: Row | null) => { data: Row | null; violations: Violation[] };

/** A key that no subgraph answers under: what is asked there is null, also when a key or `@requires` brings the field. */
export const NOWHERE = '__nowhere';

/** Under which key subgraphs answer a field of the client's document. */
type KeyOf = (node: FieldNode) => string;

/** Compiles an operation's shape; `document` is the client's own, under its conditions, so what the gateway added to a plan is left out. */
export const compileShape = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  keyOf: KeyOf,
  answered: Answered | null = null,
): Shape => {
  let shape: ShapeObject | undefined;
  return (data, introspection) => {
    shape ??= compileRoot(schema, document, operation, keyOf, answered);
    const shaping: Shaping = { path: [], introspection, violations: [] };
    const shaped = shape(data, shaping);
    return { data: shaped === REFUSED ? null : shaped, violations: shaping.violations };
  };
};

const compileRoot = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  keyOf: KeyOf,
  answered: Answered | null,
): ShapeObject => {
  const fragments = fragmentsOf(document);
  const shapesOf: ShapesOf = (selectionSets, answeredHere) => {
    const shapes = new Map<ShapedType, ShapeObject>();
    return (type) => {
      const compile = (): ShapeObject =>
        isInterfaceType(type) && asksForType(schema, fragments, type, selectionSets)
          ? unresolved(type)
          : compileObject(schema, type, collectFields(schema, fragments, type, selectionSets), keyOf, shapesOf, answeredHere);
      const shape = shapes.get(type) ?? compile();
      shapes.set(type, shape);
      return shape;
    };
  };
  const selectionSets: SelectionSetNode[] = [operation.selectionSet];
  return shapesOf(selectionSets, answered)(schema.getRootType(operation.operation)!);
};

/** What is asked of an object depends on its type, and no subgraph knows it (`@interfaceObject`). */
const unresolved =
  ({ name }: ShapedType): ShapeObject =>
  (_row, shaping) => {
    shaping.violations.push({ message: `The type of an object of ${name} could not be resolved.`, path: [...shaping.path], isNull: true });
    return REFUSED;
  };

/** `key` is the client's, `source` the subgraphs'. */
type FieldShape = { key: string; source: string; complete: Complete };

const compileObject = (
  schema: GraphQLSchema,
  type: ShapedType,
  groups: Map<string, FieldNode[]>,
  keyOf: KeyOf,
  shapesOf: ShapesOf,
  answered: Answered | null,
): ShapeObject => {
  const fields = [...groups].map(([key, nodes]) => {
    const source = keyOf(nodes[0]!);
    const place = answered ? (answered.get(source) ?? null) : null;
    const complete = compileField(schema, type, key, nodes, shapesOf, place);
    const isAsked = !answered || place !== null || nodes[0]!.name.value.startsWith('__') || source === NOWHERE;
    return { key, source, complete: isAsked ? complete : unanswerable(complete, `${type.name}.${nodes[0]!.name.value}`) };
  });
  return (row, shaping) => {
    const shaped: Row = {};
    for (const field of fields) {
      const value = shapeField(field, row, shaping);
      if (value === REFUSED) return REFUSED;
      put(shaped, field.key, value);
    }
    return shaped;
  };
};

const shapeField = ({ key, source, complete }: FieldShape, row: Row, shaping: Shaping): unknown => {
  shaping.path.push(key);
  const value = complete(source in Object.prototype && !Object.hasOwn(row, source) ? undefined : row[source], shaping);
  shaping.path.pop();
  return value;
};

/** The planner leaves out, without a word, what no subgraph can answer (an interface without a known object type): that is an error. */
const unanswerable =
  (complete: Complete, where: string): Complete =>
  (value, shaping) => {
    if (value !== undefined) return complete(value, shaping);
    const { violations, path } = shaping;
    const before = violations.length;
    const completed = complete(null, shaping);
    violations.splice(before, violations.length, { message: `No subgraph can answer ${where} here.`, path: [...path], isNull: false });
    return completed;
  };

const compileField = (
  schema: GraphQLSchema,
  type: ShapedType,
  key: string,
  nodes: FieldNode[],
  shapesOf: ShapesOf,
  answered: Answered | null,
): Complete => {
  const name = nodes[0]!.name.value;
  if (name === '__typename') return () => type.name;
  if (name === '__schema' || name === '__type') return (_value, { introspection }) => introspection?.[key] ?? null;
  return compileComplete(
    type.getFields()[name]!.type,
    nodes,
    `${type.name}.${name}`,
    shapesOf,
    (typeName) => schema.getType(typeName),
    answered,
  );
};
