import { type Link, type LinkOptions, reasonToEnd } from './link.ts';
import { lookOften } from './look-often.ts';
import { QuestionSocket } from './question-socket.ts';

/** Sockets to one subgraph: a huge answer holds up only what shares its socket. */
const SOCKETS = 2;

/**
 * Many questions at once over few graphql-transport-ws sockets: what is asked in one turn of the event loop goes out in one write, and
 * answers come many to a read. What a connection costs is shared by all it carries, so this is the fastest way to a subgraph that speaks
 * the protocol. For queries only: a subgraph that stops answers what came by HTTP before it goes, but ends its sockets. A socket is opened
 * when something is asked, and again after it was lost.
 */
export const createMultiplexedLink = (options: LinkOptions): Link => {
  /** The present socket of each place. */
  const sockets: (QuestionSocket | undefined)[] = Array.from({ length: SOCKETS });
  /** These, and those that are about to end. */
  const all = new Set<QuestionSocket>();
  let isClosed = false;
  let turn = 0;
  const open = (): QuestionSocket => {
    const socket = new QuestionSocket(options, () => void all.delete(socket));
    all.add(socket);
    return socket;
  };
  /** The socket whose turn it is. */
  const next = (): QuestionSocket => {
    turn = (turn + 1) % SOCKETS;
    const present = sockets[turn];
    if (present?.isUsable) return present;
    const socket = open();
    sockets[turn] = socket;
    return socket;
  };
  const stopLooking = lookOften(() => {
    for (const socket of all) socket.look();
  });
  return {
    post: (question) =>
      new Promise((resolve, reject) => {
        const { signal, asByteText, deadline } = question;
        const reason = isClosed ? new Error('The link is closed.') : reasonToEnd(question, performance.now(), options.timeoutMs);
        if (reason) reject(reason);
        else next().ask(question, { resolve, reject, signal, asByteText, deadline });
      }),
    close: async () => {
      isClosed = true;
      await Promise.all([...all].map((socket) => socket.close()));
      stopLooking();
    },
  };
};
