/** What an audit asks of a server, known by its URL; in the style of graphql-http's `serverAudits`. */
export type Audit = {
  id: string;
  /** Begins with MUST or SHOULD. */
  name: string;
  /** Rejects when the server does not conform. */
  fn: () => Promise<void>;
};

/** The server under audit. Nothing but its URL and what can be asked of it is known. */
export type AuditTarget = {
  /** The HTTP URL of the endpoint; the socket's is the same with `ws:`. */
  url: () => string;
  /** Answered at once. */
  query: string;
  /** Sends something at once, then whenever `emit` is called, and does not end by itself. */
  subscription: string;
  mutation: string;
  emit: () => void;
  /** Ends all subscriptions at their source. */
  endSources: () => void;
  /** How many subscriptions run at their source. */
  openSources: () => number;
  /** A token of a new session, and the way to end it. */
  session: () => Promise<{ authorization: string; revoke: () => Promise<void> }>;
};

export const audit = (id: string, name: string, fn: () => Promise<void>): Audit => ({ id, name, fn });
