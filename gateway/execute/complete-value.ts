import {
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLInterfaceType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import type { Answered } from '../plan/answered.ts';
import { isLeafValue, leafCompletion } from './leaf-value.ts';
import { isRow, type Row } from './run.ts';

/** Stands for "null was not allowed here": the nearest nullable parent becomes null (GraphQL §6.4.4). */
export const REFUSED = Symbol('refused null');

/** One pass over one answer: where it is, and what did not fit. */
export type Shaping = {
  path: (string | number)[];
  /** Root introspection fields, answered by the schema itself. */
  introspection: Row | null;
  violations: Violation[];
};

/** A null or a value that the schema does not allow. A null that a fetch's error already explains needs no error of its own. */
export type Violation = { message: string; path: (string | number)[]; isNull: boolean };

/** Completes a value of one type (GraphQL §6.4.3); REFUSED when it is null and must not be. */
export type Complete = (value: unknown, shaping: Shaping) => unknown;
/** Shapes an object of a known type; REFUSED when a field of it was. */
export type ShapeObject = (row: Row, shaping: Shaping) => Row | typeof REFUSED;
/** Gives the shape of a selection for a runtime type, compiled when it is first met. */
export type ShapesOf = (selectionSets: readonly SelectionSetNode[], answered: Answered | null) => (type: ShapedType) => ShapeObject;
/** The runtime type of an object; an interface when only its own fields are asked, so that an `@interfaceObject` is not asked for more. */
export type ShapedType = GraphQLObjectType | GraphQLInterfaceType;

/** What is the same for all fields. */
export type CompletingFields = { schema: GraphQLSchema; shapesOf: ShapesOf };

/** A field as it is asked: `where` is `Type.field`, for messages. */
type AskedField = { nodes: readonly FieldNode[]; where: string; answered: Answered | null };

/** Compiles the completion of a field. */
export const compileComplete = (completing: CompletingFields, type: GraphQLOutputType, field: AskedField): Complete => {
  const { nodes, where, answered } = field;
  if (isNonNullType(type)) return nonNull(compileComplete(completing, type.ofType, field), where);
  if (isListType(type)) return list(compileComplete(completing, type.ofType, field), where);
  if (isLeafType(type)) return leaf(type, where);
  const { schema, shapesOf } = completing;
  const shapes = shapesOf(
    nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    answered,
  );
  return isObjectType(type) ? object(shapes, type, where) : abstract(shapes, type as GraphQLAbstractType, where, schema);
};

const leaf = (type: GraphQLLeafType, where: string): Complete => {
  const complete = leafCompletion(type);
  return (value, shaping) => {
    if (value === null || value === undefined) return null;
    return isLeafValue(type, value) ? complete(value) : reject(where, shaping);
  };
};

const nonNull =
  (complete: Complete, where: string): Complete =>
  (value, shaping) => {
    const violations = shaping.violations.length;
    const completed = complete(value, shaping);
    if (completed !== null) return completed;
    if (violations === shaping.violations.length) violate(`Cannot return null for non-nullable field ${where}.`, true, shaping);
    return REFUSED;
  };

const list =
  (complete: Complete, where: string): Complete =>
  (value, shaping) => {
    if (value === null || value === undefined) return null;
    if (!Array.isArray(value)) return reject(where, shaping);
    const completed = new Array(value.length);
    let refused = false;
    for (let index = 0; index < value.length; index++) {
      shaping.path.push(index);
      completed[index] = complete(value[index], shaping);
      shaping.path.pop();
      if (completed[index] === REFUSED) refused = true;
    }
    return refused ? null : completed;
  };

const object = (shapes: ReturnType<ShapesOf>, type: GraphQLObjectType, where: string): Complete => {
  let shape: ShapeObject | undefined;
  return (value, shaping) => {
    if (value === null || value === undefined) return null;
    if (!isRow(value)) return reject(where, shaping);
    shape ??= shapes(type);
    return nullIfRefused(shape(value, shaping));
  };
};

const abstract = (shapes: ReturnType<ShapesOf>, type: GraphQLAbstractType, where: string, schema: GraphQLSchema): Complete => {
  const byName = new Map<string, ShapeObject>();
  const shapeOf = (name: string): ShapeObject | null => {
    const runtimeType = schema.getType(name);
    const shape = isObjectType(runtimeType) || isInterfaceType(runtimeType) ? shapes(runtimeType) : null;
    if (shape) byName.set(name, shape);
    return shape;
  };
  let untyped: ShapeObject | undefined;
  return (value, shaping) => {
    if (value === null || value === undefined) return null;
    if (!isRow(value)) return reject(where, shaping);
    if (value.__typename === undefined && isInterfaceType(type)) {
      untyped ??= shapes(type);
      return nullIfRefused(untyped(value, shaping));
    }
    if (typeof value.__typename !== 'string') return reject(where, shaping);
    const shape = byName.get(value.__typename) ?? shapeOf(value.__typename);
    if (!shape) return reject(where, shaping, `The type of an object of ${type.name} could not be resolved at ${where}.`);
    return nullIfRefused(shape(value, shaping));
  };
};

const nullIfRefused = (shaped: Row | typeof REFUSED): Row | null => (shaped === REFUSED ? null : shaped);

const reject = (where: string, shaping: Shaping, message = `The value of ${where} does not fit its type.`): null => {
  violate(message, false, shaping);
  return null;
};

const violate = (message: string, isNull: boolean, shaping: Shaping): void => {
  shaping.violations.push({ message, path: [...shaping.path], isNull });
};
