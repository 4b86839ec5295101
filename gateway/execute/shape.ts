import { type FieldNode, isInterfaceType } from 'graphql';
import type { Answered } from '../plan/answered.ts';
import { fragmentsOf } from '../plan/ast-nodes.ts';
import { asksForType, collectFields } from './collect-fields.ts';
import {
  type Complete,
  type CompletingFields,
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
import type { AnswerOptions } from './write-answer.ts';

/** Makes the client's answer from the gathered data: fields, order, aliases, fragments, null propagation (GraphQL §6). */
export type Shape = (data: Row, introspection: Row | null) => { data: Row | null; violations: Violation[] };

/** A key that no subgraph answers under: what is asked there is null, also when a key or `@requires` brings the field. */
export const NOWHERE = '__nowhere';

/** Compiles an operation's shape, when it is first used. */
export const compileShape = (options: AnswerOptions): Shape => {
  let shape: ShapeObject | undefined;
  return (data, introspection) => {
    shape ??= compileRoot(options);
    const shaping: Shaping = { path: [], introspection, violations: [] };
    const shaped = shape(data, shaping);
    return { data: shaped === REFUSED ? null : shaped, violations: shaping.violations };
  };
};

/** What is the same for all fields. */
type Compiling = CompletingFields & Pick<AnswerOptions, 'keyOf'>;

const compileRoot = ({ schema, document, operation, keyOf, answered }: AnswerOptions): ShapeObject => {
  const fragments = fragmentsOf(document);
  const shapesOf: ShapesOf = (selectionSets, answeredHere) => {
    const shapes = new Map<ShapedType, ShapeObject>();
    return (type) => {
      const compile = (): ShapeObject =>
        isInterfaceType(type) && asksForType(schema, fragments, type, selectionSets)
          ? unresolved(type)
          : compileObject(compiling, type, collectFields(schema, fragments, type, selectionSets), answeredHere);
      const shape = shapes.get(type) ?? compile();
      shapes.set(type, shape);
      return shape;
    };
  };
  const compiling: Compiling = { schema, keyOf, shapesOf };
  return shapesOf([operation.selectionSet], answered)(schema.getRootType(operation.operation)!);
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
  compiling: Compiling,
  type: ShapedType,
  groups: Map<string, FieldNode[]>,
  answered: Answered | null,
): ShapeObject => {
  const fields = [...groups].map(([key, nodes]) => {
    const source = compiling.keyOf(nodes[0]!);
    const place = answered ? (answered.get(source) ?? null) : null;
    const complete = compileField(compiling, type, { key, nodes, answered: place });
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
  compiling: Compiling,
  type: ShapedType,
  { key, nodes, answered }: { key: string; nodes: readonly FieldNode[]; answered: Answered | null },
): Complete => {
  const name = nodes[0]!.name.value;
  if (name === '__typename') return () => type.name;
  if (name === '__schema' || name === '__type') return (_value, { introspection }) => introspection?.[key] ?? null;
  return compileComplete(compiling, type.getFields()[name]!.type, { nodes, where: `${type.name}.${name}`, answered });
};
