import { openAdapters } from '#kit/adapters.ts';
import { createLog } from '#kit/log.ts';
import { startService } from '#kit/start-service.ts';
import { service } from '../main.ts';
import { STANDARD_PACE } from '../sending-pace.ts';

/** A replica for a test to kill: `node hanging-sender.ts <database URL>`. It writes the key of each sending, which never ends. */
const config = service.readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'error', DATABASE_URL: process.argv[2] });
const adapters = await openAdapters(config, createLog(config.LOG_LEVEL, 'hanging-sender'));
await startService(service, config, adapters, {
  channels: {
    name: 'hanging',
    send: (_sending, key) => {
      process.stdout.write(key);
      return new Promise(() => {});
    },
    measure: () => Promise.reject(new Error('It never sent anything.')),
    cancel: async () => {},
  },
  pace: { ...STANDARD_PACE, leaseMs: 1_000, timeoutMs: 60_000, pollMs: 50 },
});
