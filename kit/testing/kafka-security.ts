import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { KafkaSecurity } from './test-kafka.ts';

/** A broker's TLS certificate and its user. */
export type TestKafkaSecurity = KafkaSecurity & {
  /** The certificate, which has signed itself, in PEM. */
  ca: string;
  username: string;
  password: string;
  remove: () => Promise<void>;
};

const [username, password, storePassword] = ['madang', 'a secret of the test', 'changeit'];
const MODULES = 'org.apache.kafka.common.security';

/** TLS with a certificate for 127.0.0.1, and one user for PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512. */
export const createKafkaSecurity = async (): Promise<TestKafkaSecurity> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'madang-kafka-tls-'));
  const store = path.join(directory, 'broker.p12');
  const keytool = (...args: string[]) =>
    promisify(execFile)('keytool', [...args, '-alias', 'broker', '-keystore', store, '-storetype', 'PKCS12', '-storepass', storePassword]);
  const names = ['-dname', 'CN=127.0.0.1', '-ext', 'SAN=ip:127.0.0.1', '-validity', '2'];
  await keytool('-genkeypair', '-keyalg', 'EC', '-groupname', 'secp256r1', ...names);
  const { stdout: ca } = await keytool('-exportcert', '-rfc');
  return {
    protocol: 'SASL_SSL',
    properties: `
ssl.keystore.location=${store}
ssl.keystore.type=PKCS12
ssl.keystore.password=${storePassword}
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
listener.name.client.plain.sasl.jaas.config=${MODULES}.plain.PlainLoginModule required user_${username}="${password}";
listener.name.client.scram-sha-256.sasl.jaas.config=${MODULES}.scram.ScramLoginModule required;
listener.name.client.scram-sha-512.sasl.jaas.config=${MODULES}.scram.ScramLoginModule required;`,
    format: ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=${username},password=${password}]`,
    ]),
    ca,
    username,
    password,
    remove: () => rm(directory, { recursive: true, force: true }),
  };
};
