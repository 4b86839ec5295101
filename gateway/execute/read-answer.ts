import { type DocumentNode, type FieldNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import { responseKey } from '../plan/ast-nodes.ts';
import type { ReadAnswer } from '../sources/data-source.ts';
import { compileCode, quote } from './generated-code.ts';
import {
  areStringsFit,
  type Cursor,
  isSpace,
  nextItem,
  nothing,
  OPEN_LIST,
  OPEN_OBJECT,
  openList,
  scalar,
  skip,
  UNREAD,
} from './scan-json.ts';

/** Documents with more composite fields than this are not compiled: code takes time to make, and memory while it is kept. */
const COMPOSITES = 200;

/** After so many answers in a row that were not as expected, all but each thousandth are left to the general parser. */
const MISSES = 8;
const AGAIN = 1_000;

/**
 * The reader of a fetch's answers, compiled with the first. Subgraphs answer fields in the order in which they are asked (GraphQL
 * §7.2.2), and most write JSON without white space: so a name is only compared where it must stand, and a string cut out as it
 * is, which is half the work of parsing what may be anything. A subgraph that writes otherwise costs nothing twice for long.
 */
export const createReader = (document: DocumentNode): ReadAnswer => {
  let compiled: ReadAnswer | null | undefined;
  let misses = 0;
  return (json) => {
    if (compiled === undefined) compiled = compileReader(document);
    if (compiled === null) return null;
    const isGivenUp = misses >= MISSES && misses % AGAIN > 0;
    const answer = isGivenUp ? null : compiled(json);
    misses = answer ? 0 : misses + 1;
    return answer;
  };
};

/** Null for documents whose answers depend on the types of objects. */
const compileReader = (document: DocumentNode): ReadAnswer | null => {
  const [operation, ...others] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0) return null;
  const functions: string[] = [];
  const define = (body: string): string => {
    const name = `f${functions.length}`;
    functions.push(`function ${name}(c){${body}}`);
    return name;
  };
  const object = ({ selections }: SelectionSetNode): string | null => {
    const fields = selections.filter(isPlain);
    if (fields.length < selections.length || functions.length > 2 * COMPOSITES) return null;
    const values = fields.map(({ selectionSet }) => (selectionSet ? composite(withoutType(selectionSet)) : 'scalar'));
    if (values.includes(null)) return null;
    const starts = fields.map((field, index) => quote(`${index === 0 ? '{' : ','}${JSON.stringify(responseKey(field))}:`));
    const lines = fields.map((_, index) => `skip(c,${starts[index]});const v${index}=${values[index]}(c);`);
    const members = fields.map((field, index) => `${quote(responseKey(field))}:v${index}`);
    return define(`${lines.join('')}skip(c,"}");return{${members.join(',')}};`);
  };
  const composite = (set: SelectionSetNode): string | null => {
    const read = object(set);
    if (read === null) return null;
    const self = `f${functions.length}`;
    const list = `const o=[];for(let m=openList(c);m;m=nextItem(c))o.push(${self}(c));return o;`;
    return define(`const k=c.text.charCodeAt(c.at);if(k===${OPEN_OBJECT})return ${read}(c);if(k!==${OPEN_LIST})return nothing(c);${list}`);
  };
  const data = object(operation.selectionSet);
  return data === null
    ? null
    : reader(compileCode({ nextItem, nothing, openList, scalar, skip }, `${functions.join('\n')}\nreturn ${data};`));
};

const START = '{"data":';

/** An object literal would take `__proto__` for its prototype. */
const isPlain = (selection: SelectionNode): selection is FieldNode =>
  selection.kind === Kind.FIELD && !selection.directives?.length && responseKey(selection) !== '__proto__';

/** Entities of one type; one of another is answered with no fields, which is not as expected. */
const withoutType = (set: SelectionSetNode): SelectionSetNode => {
  const [only, ...others] = set.selections;
  return only?.kind === Kind.INLINE_FRAGMENT && !only.directives?.length && others.length === 0 ? only.selectionSet : set;
};

const reader =
  (readData: (cursor: Cursor) => Record<string, unknown>): ReadAnswer =>
  (json) => {
    const cursor: Cursor = { text: json, at: 0 };
    try {
      skip(cursor, START);
      const data = readData(cursor);
      skip(cursor, '}');
      return isSpace(json, cursor.at) && areStringsFit(json, cursor.at) ? { data } : null;
    } catch (error) {
      // What nests too deeply to be read so is none of the subgraph's faults.
      if (error === UNREAD || error instanceof RangeError) return null;
      throw error;
    }
  };
