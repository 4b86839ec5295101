import { type GraphQLField, getNamedType, isObjectType } from 'graphql';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { AnswerError, Client, Data } from '../client.ts';

export type Kind = 'Query' | 'Mutation' | 'Subscription';

export type Answer = { data?: Data; errors?: AnswerError['errors'] };

/** One operation with one root field, all its arguments as variables. */
export const operation = (kind: Kind, { name, args, type }: GraphQLField<unknown, unknown>, selection: string): string => {
  const declared = args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
  const passed = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const below = isObjectType(getNamedType(type)) ? ` { ${selection} }` : '';
  return args.length === 0
    ? `${kind.toLowerCase()} { ${name}${below} }`
    : `${kind.toLowerCase()} (${declared}) { ${name}(${passed})${below} }`;
};

/** The answer, or the first one of a subscription. Rejects when none comes in 10 s. */
export const askOnce = (kind: Kind, client: Client, query: string, variables: Record<string, Data>): Promise<Answer> =>
  kind === 'Subscription' ? firstMessage(client, query, variables) : client.askRaw(query, variables);

const PATIENCE_MS = 10_000;

const firstMessage = async ({ url, token }: Client, query: string, variables: Record<string, Data>): Promise<Answer> => {
  const sockets = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: token ? { authorization: `Bearer ${token}` } : {},
    retryAttempts: 0,
  });
  const stream = sockets.iterate<Data>({ query, variables });
  const timer = setTimeout(() => sockets.terminate(), PATIENCE_MS);
  try {
    const { value } = await stream.next();
    return value as Answer;
  } catch (errors) {
    if (Array.isArray(errors)) return { errors };
    throw errors;
  } finally {
    clearTimeout(timer);
    await stream.return?.();
    await sockets.dispose();
  }
};
