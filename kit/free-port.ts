import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems give out themselves, to connections and to who listens on any (Linux from 32768, others from 49152). */
const [FIRST, LAST] = [16_384, 32_767];
/** Processes begin at different places, so that they do not find the same port free at the same time. */
let next = randomInt(FIRST, LAST + 1);

/**
 * A port of 127.0.0.1 that nobody uses now. Until its owner listens, and while that is being restarted, hardly anybody takes it: the system never gives
 * it out, this process not again until it has given out all others, and other processes begin elsewhere.
 *
 * @throws Error when all are in use
 */
export const freePort = async (): Promise<number> => {
  for (let tried = FIRST; tried <= LAST; tried++) {
    const port = next;
    next = port === LAST ? FIRST : port + 1;
    if (await isFree(port)) return port;
  }
  throw new Error('There is no free port.');
};

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
};
