import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const FILE = 'secrets.json';

/**
 * The secrets of a development set-up, made at random at the first start and kept in `{dataDir}/secrets.json` (readable by its owner only).
 * Processes that start at once agree on one set: the file appears whole, and the first one wins.
 *
 * @throws the file system's error when the directory cannot be used, an Error that says what to do when the file is spoilt
 */
export const developmentSecrets = (dataDir: string): Record<string, string> => {
  const file = path.resolve(dataDir, FILE);
  const known = read(file);
  if (known) return known;
  mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, JSON.stringify(generate(), null, 2), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return read(file) ?? {};
};

const read = (file: string): Record<string, string> | null => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    if (code !== undefined) throw error;
    throw new Error(`${file} cannot be read. Restore it, or remove it together with the data it protects.`, { cause: error });
  }
};

const generate = (): Record<string, string> => {
  const kid = randomBytes(6).toString('hex');
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    GATEWAY_SECRET: randomBytes(32).toString('hex'),
    ENCRYPTION_KEYS: `${kid}:${randomBytes(32).toString('base64')}`,
    HASH_KEY: randomBytes(32).toString('base64'),
    SIGNING_KEYS: JSON.stringify([{ ...privateKey.export({ format: 'jwk' }), kid, alg: 'EdDSA', use: 'sig' }]),
  };
};
