import type { Supergraph } from '../supergraph.ts';
import { compileCode, member } from './generated-code.ts';
import { isRow, type Row } from './run.ts';

/** A plan's path: response keys, `@` for "each element", and type conditions as `key|[A,B]`. */
export type PlanPath = readonly string[];
export type ResponsePath = readonly (string | number)[];

/** The path of the root object itself. */
export const everyRoot: PlanPath = [];

type Hop = { key: string; isWanted: ((value: unknown) => boolean) | null };
type Visit = (row: Row, path: readonly (string | number)[]) => void;

/** Finds the objects at a plan's path. Lists are passed through, with `@` or without; nulls and other types are left out. */
export type RowFinder = {
  rows: (root: Row) => Row[];
  /** Where each of the rows stands in the client's answer, which may be several places; for errors, so it may be slow. */
  paths: (root: Row) => Map<Row, ResponsePath[]>;
};

/** Compiles a path. A row that several rows share is found once for each of them. */
export const compileRows = (path: PlanPath, supergraph: Supergraph): RowFinder => {
  const hops = path.map((element) => parseHop(element, supergraph)).filter(({ key, isWanted }) => key !== '' || isWanted);
  return {
    rows: compileVisit(hops),
    paths: (root) => {
      const found = new Map<Row, ResponsePath[]>();
      walk(root, hops, 0, [], (row, at) => {
        const known = found.get(row);
        if (known) known.push([...at]);
        else found.set(row, [[...at]]);
      });
      return found;
    },
  };
};

const parseHop = (element: string, supergraph: Supergraph): Hop => {
  const start = element.indexOf('|[');
  if (start < 0) return { key: element, isWanted: null };
  const types = element.slice(start + 2, -1).split(',');
  return {
    key: element.slice(0, start),
    isWanted: (value) => isRow(value) && types.some((type) => supergraph.isOfType(String(value.__typename), type)),
  };
};

/** Generated code: one function a hop, each with its own inline caches. */
const compileVisit = (hops: readonly Hop[]): RowFinder['rows'] => {
  const scope: Record<string, unknown> = {};
  const functions = hops.map(({ key, isWanted }, index) => {
    if (isWanted) scope[`w${index}`] = isWanted;
    const next = `if(x!==null&&x!==undefined${isWanted ? `&&w${index}(x)` : ''})h${index + 1}(x,o);`;
    if (key === '@') return `function h${index}(v,o){if(Array.isArray(v))for(let i=0;i<v.length;i++){const x=v[i];${next}}}`;
    const child = key === '' ? 'v' : member('v', key);
    return `function h${index}(v,o){if(Array.isArray(v)){for(let i=0;i<v.length;i++)h${index}(v[i],o);}else if(typeof v==="object"&&v!==null){const x=${child};${next}}}`;
  });
  const end = `function h${hops.length}(v,o){if(Array.isArray(v))for(let i=0;i<v.length;i++)h${hops.length}(v[i],o);else if(typeof v==="object"&&v!==null)o.push(v);}`;
  return compileCode(scope, `${functions.join('\n')}\n${end}\nreturn (root)=>{const o=[];h0(root,o);return o;};`);
};

const walk = (value: unknown, hops: readonly Hop[], index: number, path: (string | number)[], visit: Visit): void => {
  if (Array.isArray(value)) {
    const next = hops[index]?.key === '@' ? index + 1 : index;
    for (let at = 0; at < value.length; at++) {
      path.push(at);
      if (next === index || isWanted(value[at], hops[index]!)) walk(value[at], hops, next, path, visit);
      path.pop();
    }
    return;
  }
  if (!isRow(value)) return;
  const hop = hops[index];
  if (!hop) visit(value, path);
  if (!hop || hop.key === '@') return;
  const child = hop.key === '' ? value : Object.hasOwn(value, hop.key) ? value[hop.key] : undefined;
  if (!isWanted(child, hop)) return;
  if (hop.key !== '') path.push(hop.key);
  walk(child, hops, index + 1, path, visit);
  if (hop.key !== '') path.pop();
};

const isWanted = (value: unknown, { isWanted: matches }: Hop): boolean => !matches || matches(value);
