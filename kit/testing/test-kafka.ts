import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../free-port.ts';
import { eventually } from './eventually.ts';
import { startProcess, type TestProcess } from './test-process.ts';

/** A KRaft broker of a test's own, on 127.0.0.1. */
export type TestKafka = {
  /** `KAFKA_BROKERS`. */
  brokers: string;
  /** Where it listens: not what clients are told when another port is advertised. */
  port: number;
  /** Where its controller listens, for further brokers. */
  controllerPort: number;
  pid: () => number;
  /** Ends the broker; SIGKILL by default. */
  kill: (signal?: NodeJS.Signals) => Promise<void>;
  /** Starts it again after `kill`, on its port and data. */
  start: () => Promise<void>;
  stop: () => Promise<void>;
};

/** Where `scripts/install-infrastructure.sh` puts what no package of Debian has. */
export const cached = (name: string): string => path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'madang', name);

/** The jars of the broker and of its tools. */
export const kafkaJars = (): string => cached('kafka-and-tools-4.1.1');

/**
 * Starts one node that is broker and controller; it takes about 6 s. Topics are never made by themselves there.
 *
 * @param advertised the port that clients are told to use, when there is a proxy before it
 * @param security what clients have to do to be let in; anybody is without it
 * @param first the node whose cluster it joins, as a broker only
 */
export const startTestKafka = async (advertised?: number, security: KafkaSecurity = OPEN, first?: TestKafka): Promise<TestKafka> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'madang-kafka-'));
  const [port, controllerPort] = [await freePort(), first?.controllerPort ?? (await freePort())];
  const ports = { port, brokerPort: await freePort(), controllerPort, joins: first !== undefined };
  const configuration = path.join(directory, 'server.properties');
  await writeFile(configuration, properties(directory, { ...ports, advertised: advertised ?? port }, security));
  const classes = ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', `${kafkaJars()}/*`];
  await promisify(execFile)('java', [
    ...classes,
    'kafka.tools.StorageTool',
    'format',
    '-t',
    CLUSTER_ID,
    '-c',
    configuration,
    ...security.format,
  ]);
  let broker: TestProcess;
  const start = async (): Promise<void> => {
    broker = startProcess('java', [...classes, 'kafka.Kafka', configuration]);
    await eventually(() => answers(port, broker), { within: 60_000 });
  };
  await start();
  return {
    brokers: `127.0.0.1:${advertised ?? port}`,
    port,
    controllerPort,
    pid: () => broker.child.pid as number,
    kill: (signal = 'SIGKILL') => broker.end(signal),
    start,
    stop: async () => {
      await broker.end('SIGKILL');
      await rm(directory, { recursive: true, force: true });
    },
  };
};

/** How a broker's listener for clients is protected. */
export type KafkaSecurity = {
  protocol: 'PLAINTEXT' | 'SASL_SSL';
  /** Lines of the broker's configuration. */
  properties: string;
  /** Arguments of the storage's formatting, which makes the users. */
  format: string[];
};

const OPEN: KafkaSecurity = { protocol: 'PLAINTEXT', properties: '', format: [] };

const CLUSTER_ID = 'bWFkYW5nLXRlc3QtMDAwMA';

type Ports = { port: number; brokerPort: number; controllerPort: number; advertised: number; joins: boolean };

const properties = (directory: string, ports: Ports, { protocol, properties }: KafkaSecurity): string => `
process.roles=${ports.joins ? 'broker' : 'broker,controller'}
node.id=${ports.joins ? 2 : 1}
controller.quorum.voters=1@127.0.0.1:${ports.controllerPort}
listeners=CLIENT://127.0.0.1:${ports.port},BROKER://127.0.0.1:${ports.brokerPort}${ports.joins ? '' : `,CONTROLLER://127.0.0.1:${ports.controllerPort}`}
advertised.listeners=CLIENT://127.0.0.1:${ports.advertised},BROKER://127.0.0.1:${ports.brokerPort}
listener.security.protocol.map=CLIENT:${protocol},BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=BROKER
${properties}
controller.listener.names=CONTROLLER
log.dirs=${path.join(directory, 'log')}
auto.create.topics.enable=false
offsets.topic.num.partitions=3
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
log.cleaner.dedupe.buffer.size=16777216
num.network.threads=2
num.io.threads=4
controlled.shutdown.enable=false
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
`;

/** The broker listens only when it has come up. */
const answers = async (port: number, broker: TestProcess): Promise<void> => {
  if (broker.child.pid === undefined || broker.child.exitCode !== null) throw new Error(`Kafka did not start: ${broker.output()}`);
  const socket = connect(port, '127.0.0.1');
  try {
    await new Promise<void>((resolve, reject) => void socket.on('error', reject).on('connect', () => resolve()));
  } finally {
    socket.destroy();
  }
};
