import { describe } from '@jest/globals';
import { leftOut, type Server } from './installed.ts';

/** `describe` for tests that start these servers; skipped on a machine that does not have them (`scripts/install-infrastructure.sh` installs them). */
export const describeOn = (...servers: Server[]): typeof describe | typeof describe.skip =>
  servers.some((server) => leftOut().includes(server)) ? describe.skip : describe;
