import { setImmediate as lastLook } from 'node:timers/promises';
import pg from 'pg';

const NO_ANSWER = 'Query read timeout';
const BEGIN = /^(begin|start transaction)/;
/** Until a connection that was said goodbye to is taken for dead. */
const END_MS = 2_000;
/** Until one that is idle has answered whether it lives. */
const ASKED_MS = 1_000;
const ROLLED_BACK = { command: 'ROLLBACK', rowCount: null, rows: [], fields: [] };

type Config = ConstructorParameters<typeof pg.Client>[0];

/** Connections to one server. */
type Company = Set<AnsweredClient>;

/**
 * A connection to PostgreSQL that is fit for a pool whatever becomes of it. It ends with the first query that has no answer within
 * `query_timeout`, or the pool would go on lending a connection that died without a word; those of its company that nothing was heard of since
 * that query was asked, nor within a second more, go with it, or each would be found out alone, one after the other. But a query may only be
 * slow: idle ones are asked first, and as soon as one that is as old as the query is heard, those with a query under way keep their own time.
 *
 * A rollback that fails ends it and succeeds, since PostgreSQL rolls back what a connection leaves; one that cannot begin a transaction goes back
 * to its pool by itself. For kysely gives a connection back only after a begin and a rollback that succeed, so that each transaction that a crash
 * of PostgreSQL interrupts would cost a place in the pool, for good. Its end does not wait for a server that is silent.
 */
export class AnsweredClient extends pg.Client {
  private readonly openedAt = performance.now();
  private heardAt = this.openedAt;
  /** Of pg: nothing is under way. */
  declare private readonly readyForQuery: boolean;
  private readonly company: Company;

  constructor(config?: Config, company: Company = new Set()) {
    super(config);
    this.company = company.add(this);
    this.once('end', () => company.delete(this));
    this.socket.on('readyForQuery', () => {
      this.heardAt = performance.now();
    });
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg are passed on as they are
  override query(...args: any[]): any {
    const askedAt = performance.now();
    const result = (super.query as (...all: unknown[]) => unknown)(...args);
    if (!isPromise(result)) return result;
    const answered = result.catch(async (error: Error) => {
      if (error.message === NO_ANSWER) await this.giveUp(askedAt);
      if (BEGIN.test(args[0])) (this as { release?: (error: Error) => void }).release?.(error);
      throw error;
    });
    return args[0] === 'rollback' ? answered.catch(() => this.cut() ?? ROLLED_BACK) : answered;
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg are passed on as they are
  override end(...args: any[]): any {
    const timer = setTimeout(() => this.cut(), END_MS).unref();
    this.once('end', () => clearTimeout(timer));
    return (super.end as (...all: unknown[]) => unknown)(...args);
  }

  cut(): void {
    this.socket.stream.destroy();
  }

  /** What came meanwhile is read first, by a process that was held up. */
  private async giveUp(askedAt: number): Promise<void> {
    await lastLook();
    if (this.readyForQuery) return;
    this.cut();
    const silent = [...this.company].filter((other) => other !== this && other.heardAt < askedAt);
    const idle = new Set(silent.filter((other) => other.readyForQuery));
    for (const other of idle) other.ask();
    setTimeout(() => {
      const alive = [...this.company].some((other) => other.openedAt < askedAt && other.heardAt >= askedAt);
      for (const other of silent) if (other.heardAt < askedAt && (idle.has(other) || !alive)) other.cut();
    }, ASKED_MS).unref();
  }

  private ask(): void {
    super.query('').catch(() => {});
  }

  private get socket(): Socket {
    return (this as unknown as { connection: Socket }).connection;
  }
}

/** What pg hides of a connection. */
type Socket = { stream: { destroy(): void }; on(event: 'readyForQuery', listener: () => void): void };

/** The class of the connections of one pool, which are each other's company. */
export const answeredClients = (): typeof AnsweredClient => {
  const company: Company = new Set();
  return class extends AnsweredClient {
    constructor(config?: Config) {
      super(config, company);
    }
  };
};

const isPromise = (value: unknown): value is Promise<unknown> => typeof (value as Promise<unknown> | undefined)?.catch === 'function';
