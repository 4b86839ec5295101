import { Decimal as Exact } from 'decimal.js';
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

const refuse = (message: string, nodes?: ValueNode): never => {
  throw new GraphQLError(message, { nodes, extensions: { code: 'BAD_USER_INPUT' } });
};

const literal =
  <T>(parse: (text: unknown) => T) =>
  (node: ValueNode): T => {
    const isText = node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT;
    try {
      return isText ? parse(node.value) : refuse('Expected a string.');
    } catch (error) {
      return refuse((error as Error).message, node);
    }
  };

const RFC3339 = /^(\d{4}-\d\d-\d\d)[Tt ](?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

const parseDateTime = (value: unknown): Date => {
  const day = typeof value === 'string' ? RFC3339.exec(value)?.[1] : undefined;
  const date = new Date(day === undefined ? Number.NaN : String(value));
  if (day === undefined || Number.isNaN(date.getTime()) || !isInCalendar(day) || !hasYear(date))
    return refuse('DateTime must be RFC 3339, e.g. "2026-05-01T09:00:00+09:00".');
  return date;
};

/** Without this, the 30th of February would be the 2nd of March. */
const isInCalendar = (day: string): boolean => new Date(day).toISOString().startsWith(day);

/** The years that RFC 3339 and PostgreSQL know, less some days at both ends: whole days in any zone lie within them. */
const FIRST_MS = Date.parse('0001-01-03T00:00:00Z');
const LAST_MS = Date.parse('9999-12-29T00:00:00Z');
const hasYear = (date: Date): boolean => date.getTime() >= FIRST_MS && date.getTime() < LAST_MS;

/** `DateTime` (spec §2): RFC 3339 on the wire, a `Date` inside. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => (value instanceof Date ? value : new Date(String(value))).toISOString(),
  parseValue: parseDateTime,
  parseLiteral: literal(parseDateTime),
});

const parseDecimal = (value: unknown): string => {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return /^-?\d{1,18}(\.\d{1,18})?$/.test(text) ? decimal(text) : refuse('Decimal must be a number in a string, e.g. "1234.50".');
};

/** An exact decimal text of scale 2, rounded half up (spec §2); what rounds to zero has no sign. */
export const decimal = (value: string | number | Exact): string => new Exact(value).toDecimalPlaces(2, Exact.ROUND_HALF_UP).toFixed(2);

/** `Decimal` (spec §2): an exact decimal of scale 2, a string on the wire and inside. */
export const Decimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  serialize: (value) => decimal(value as string | number | Exact),
  parseValue: parseDecimal,
  parseLiteral: literal(parseDecimal),
});

const parseUrl = (value: unknown): string =>
  typeof value === 'string' && (value.startsWith('/') || URL.canParse(value))
    ? value
    : refuse('URL must be an absolute URL or a path on the gateway.');

/** `URL` (spec §1): absolute, or a path on the gateway. */
export const Url = new GraphQLScalarType<string, string>({
  name: 'URL',
  serialize: (value) => String(value),
  parseValue: parseUrl,
  parseLiteral: literal(parseUrl),
});

/** The scalars every subgraph declares. */
export const scalars = { DateTime, Decimal, URL: Url };
