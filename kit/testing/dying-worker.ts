import { createPostgresDoorbell } from '../doorbell/postgres.ts';
import { openTestService, silent, writesEffects } from './test-delivery.ts';

/** A process with an inbox worker whose handler kills it at the message 13. Arguments: the database's URL and the schema. */
const [url = '', schema = ''] = process.argv.slice(2);
const doorbell = createPostgresDoorbell({ url, log: silent });
const service = await openTestService({ url, schema, doorbell });
const kills = writesEffects('writer', (n) => {
  if (n === 13) process.kill(process.pid, 'SIGKILL');
});
service.worker([kills], { leaseMs: 200 });
