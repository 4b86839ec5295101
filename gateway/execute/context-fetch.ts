import type { FetchNode } from '@apollo/query-planner';
import { writeRaw } from '../sources/raw-json.ts';
import type { Supergraph } from '../supergraph.ts';
import { ask, pickVariables } from './ask.ts';
import { type ContextArguments, compileContext } from './context-arguments.ts';
import { contextQueries, keyOfPart, nameOfPart } from './context-query.ts';
import { type Batch, batchOf, compileReceiveEntities, placesOf, startOfVariables } from './entity-fetch.ts';
import { compileRepresentation } from './representation.ts';
import { compileRows, type PlanPath, type ResponsePath } from './rows.ts';
import type { Row, Run, Step } from './run.ts';

/** The entities that get the same arguments. */
type Part = Batch & { given: ContextArguments };

/** Arguments that one question may have sets of; with more, several are asked at once. */
const PARTS = 20;

/**
 * Compiles a fetch of `_entities` with arguments from the objects above them (federation, `@fromContext`). Entities are asked for once with
 * each set of arguments that they have somewhere in the answer; rows above which a failed fetch left an argument out are not asked for.
 */
export const compileContextFetch = (node: FetchNode, supergraph: Supergraph, path: PlanPath, shared: ReadonlySet<string>): Step => {
  const queries = contextQueries(node);
  const finder = compileRows(path, supergraph);
  const readContext = compileContext(node, supergraph);
  const representation = compileRepresentation(node.requires ?? [], node.inputRewrites, supergraph);
  const receive = compileReceiveEntities(node, queries(1).document, supergraph, shared);
  const askFor = async (run: Run, parts: readonly Part[], paths: Map<Row, ResponsePath[]>): Promise<void> => {
    const query = queries(parts.length);
    const result = await ask(run, query, {
      values: () =>
        Object.assign(
          pickVariables(run, query),
          ...parts.map(({ given, waiting }, index) =>
            named({ ...given, representations: waiting.map(([row]) => representation.project(row!)) }, index, parts.length),
          ),
        ),
      text: () => `${startOfVariables(run, query)}${parts.map((part, index) => partText(part, index, parts.length, run.isRaw)).join()}}`,
    });
    for (const [index, part] of parts.entries()) receive(run, part, result, () => placesOf(part, paths), keyOfPart(index, parts.length));
  };
  return async (run) => {
    const paths = finder.paths(run.data);
    const parts = [...byContext(run.data, paths, readContext).values()]
      .map(({ given, rows }): Part => ({ given, ...batchOf(rows, representation, run.isRaw) }))
      .filter(({ texts }) => texts.length > 0);
    const questions = Array.from({ length: Math.ceil(parts.length / PARTS) }, (_, index) =>
      parts.slice(index * PARTS, (index + 1) * PARTS),
    );
    await Promise.all(questions.map((some) => askFor(run, some, paths)));
  };
};

const byContext = (root: Row, paths: Map<Row, ResponsePath[]>, readContext: ReturnType<typeof compileContext>) => {
  const groups = new Map<string, { given: ContextArguments; rows: Row[] }>();
  for (const [row, [place]] of paths) {
    const given = readContext(root, place!);
    if (!given) continue;
    const key = JSON.stringify(given);
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { given, rows: [row] });
  }
  return groups;
};

const named = (values: Row, index: number, count: number): Row =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [nameOfPart(name, index, count), value]));

const partText = ({ given, texts }: Part, index: number, count: number, isRaw: boolean): string => {
  const write = isRaw ? writeRaw : JSON.stringify;
  const members = Object.entries(given).map(([name, value]) => `"${nameOfPart(name, index, count)}":${write(value)}`);
  return [...members, `"${nameOfPart('representations', index, count)}":[${texts.join()}]`].join();
};
