import pg from 'pg';

const NO_ANSWER = 'Query read timeout';
const BEGIN = /^(begin|start transaction)/;
/** Until a connection that was said goodbye to is taken for dead. */
const END_MS = 2_000;
const ROLLED_BACK = { command: 'ROLLBACK', rowCount: null, rows: [], fields: [] };

/**
 * A connection to PostgreSQL that is fit for a pool whatever becomes of it. It ends with the first query that has no answer within
 * `query_timeout`, or the pool would go on lending a connection that died without a word. And a rollback that fails ends it and succeeds, since
 * PostgreSQL rolls back what a connection leaves; one that cannot begin a transaction goes back to its pool by itself. For kysely gives a connection
 * back only after a begin and a rollback that succeed, so that each transaction that a crash of PostgreSQL interrupts would cost a place
 * in the pool, for good. Its end does not wait for a server that is silent.
 */
export class AnsweredClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg are passed on as they are
  override query(...args: any[]): any {
    const result = (super.query as (...all: unknown[]) => unknown)(...args);
    if (!isPromise(result)) return result;
    const answered = result.catch((error: Error) => {
      if (error.message === NO_ANSWER) this.cut();
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

  private cut(): void {
    (this as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }
}

const isPromise = (value: unknown): value is Promise<unknown> => typeof (value as Promise<unknown> | undefined)?.catch === 'function';
