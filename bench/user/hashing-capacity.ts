import { hash } from '@node-rs/argon2';
import { HASHING } from '#subgraphs/user/passwords.ts';

/** How many passwords a second this machine hashes, `atOnce` at a time, doing nothing else: no more log-ins and sign-ups than that can be answered. */
export const hashingCapacity = async (atOnce: number, seconds: number): Promise<number> => {
  const begun = performance.now();
  let hashed = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() - begun < seconds * 1_000) {
      await hash('correct horse battery', HASHING);
      hashed++;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (hashed * 1_000) / (performance.now() - begun);
};
