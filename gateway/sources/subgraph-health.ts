import type { Log } from '#kit/log.ts';
import type { DataSource } from './data-source.ts';

/** A subgraph in a process of its own. */
export type RemoteSubgraph = {
  subgraph: DataSource;
  url: string;
  /** What says where it is: a variable's name, or the supergraph. */
  variable: string;
};

/** Whether subgraphs answer; the log tells when one stops and when it does again. */
export type SubgraphHealth = {
  /** Asks all of them now; the names of those that do not answer within 2 s. */
  away: () => Promise<readonly string[]>;
  close: () => void;
};

const ANSWER_MS = 2_000;
const FIRST_LOOK_MS = 3_000;
const LOOK_MS = 10_000;

/**
 * Asks every subgraph the least there is to ask, through the gateway's own way to it: address, path, secret and GraphQL must all be right.
 */
export const watchSubgraphs = (present: () => readonly RemoteSubgraph[], log: Log, firstLookMs = FIRST_LOOK_MS): SubgraphHealth => {
  const known = new Set<string>();
  const answers = async ({ subgraph, url: given, variable }: RemoteSubgraph): Promise<boolean> => {
    const { name } = subgraph;
    const { origin, pathname } = new URL(given);
    const url = `${origin}${pathname}`;
    try {
      await subgraph.execute({ query: '{ __typename }', headers: {}, signal: AbortSignal.timeout(ANSWER_MS) });
      if (known.delete(name)) log.info({ subgraph: name, url }, `the subgraph "${name}" answers again`);
      return true;
    } catch (error) {
      if (!known.has(name))
        log.error({ err: error, subgraph: name, url }, `the subgraph "${name}" does not answer at ${url}: ${whatToDo(error, variable)}`);
      known.add(name);
      return false;
    }
  };
  const away = async (): Promise<readonly string[]> => {
    const subgraphs = present();
    const answered = await Promise.all(subgraphs.map(answers));
    return subgraphs.filter((_each, index) => !answered[index]).map(({ subgraph }) => subgraph.name);
  };
  const look = (): void => {
    timer = setTimeout(look, LOOK_MS).unref();
    void away();
  };
  let timer = setTimeout(look, firstLookMs).unref();
  return { away, close: () => clearTimeout(timer) };
};

const whatToDo = (error: unknown, variable: string): string => {
  const { code, message } = error as { code?: string; message: string };
  if (/status 40[13]\b/.test(message)) return 'it refuses this gateway; give both the same GATEWAY_SECRET.';
  if (/status|GraphQL result|JSON/.test(message))
    return `what is there is no subgraph; ${variable} must name its GraphQL endpoint, such as http://host:port/graphql.`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `there is no such host; correct ${variable}.`;
  return `start it, or correct ${variable}. Its fields are null meanwhile.`;
};
