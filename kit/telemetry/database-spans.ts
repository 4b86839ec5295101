import { DefaultLogger, type LogContext, type LoggerOptions } from '@mikro-orm/core';
import { inStep } from './in-span.ts';
import { type SpanOptions, tracer } from './tracer.ts';

/** Runs a statement, or a `transaction`, of a service's schema in a span, if it belongs to a trace. The text has placeholders for values. */
export const inDatabase = <Result>(schema: string, statement: string, run: () => Result): Result =>
  tracer() === null ? run() : inStep(about(schema, statement), run);

/** Options with which MikroORM tells of its own queries too. */
export const recordQueries = (schema: string) => ({
  loggerFactory: (options: LoggerOptions) => new QueryRecorder(options, schema),
});

class QueryRecorder extends DefaultLogger {
  readonly #schema: string;

  constructor(options: LoggerOptions, schema: string) {
    super(options);
    this.#schema = schema;
  }

  override logQuery(context: { query: string } & LogContext): void {
    super.logQuery(context);
    if (tracer() === null || context.took === undefined) return;
    inStep({ ...about(this.#schema, context.query), startedAt: Date.now() - context.took }, () => {});
  }
}

const TEXT_LENGTH = 1_000;

const about = (schema: string, statement: string): SpanOptions => {
  const text = statement.trim().replace(/\s+/g, ' ');
  const operation = text.split(' ', 1)[0]?.toLowerCase() ?? '';
  return {
    name: `${operation} ${schema}`,
    kind: 'client',
    attributes: {
      'db.system.name': 'postgresql',
      'db.namespace': schema,
      'db.operation.name': operation,
      'db.query.text': statement === 'transaction' ? undefined : text.slice(0, TEXT_LENGTH),
    },
  };
};
