import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { commonVariables, type Environment } from '#kit/config.ts';
import { developmentSecrets } from '#kit/secrets.ts';
import { type ServiceName, services, subgraphNames } from '#schema/services.ts';
import { ownVariablesOf, serviceConfigs, variablesOf } from './service-configs.ts';

type Service = {
  command?: string[];
  restart?: string;
  build?: object;
  environment?: Record<string, string | number>;
  ports?: string[];
  healthcheck?: { test: string[] };
  depends_on?: object;
};

const file = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const compose: { services: Record<string, Service> } = parse(file('docker-compose.yml'), { merge: true });
const serviceNames = Object.keys(services) as ServiceName[];

/** In the compose file every process gets them. */
const secrets = ['ENCRYPTION_KEYS', 'HASH_KEY', 'SIGNING_KEYS'];

/** What OpenTelemetry reads itself; `OTEL_SERVICE_NAME` is each process's own, so it is not handed to all of them. */
const openTelemetry = [...new Set(file('docs/operating.md').match(/\bOTEL_[A-Z_]+[A-Z]\b/g))].filter(
  (name) => name !== 'OTEL_SERVICE_NAME',
);

/** How to speak to Kafka, log in to it and make topics; where it is the compose file says itself. */
const kafka = Object.keys(commonVariables).filter((variable) => variable.startsWith('KAFKA_') && variable !== 'KAFKA_BROKERS');

/** What the compose file says itself: where its services are. */
const isPlace = (variable: string): boolean =>
  variable === 'PORT' || subgraphNames.some((name) => variable === `${name.toUpperCase()}_URL`);

/** As `docker compose` fills it in where no .env says otherwise. */
const environmentOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(compose.services[name]?.environment ?? {}).map(([variable, value]) => [
      variable,
      String(value).replaceAll(/\$\{[A-Z0-9_]+:-([^}]*)\}/g, '$1'),
    ]),
  );

const dataDir = mkdtempSync(path.join(tmpdir(), 'madang-compose-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

describe('docker-compose.yml', () => {
  it('has every service of Madang once, started by its name', () => {
    const started = Object.values(compose.services).flatMap(({ command }) => (command?.length === 1 ? command : []));
    expect(started.toSorted()).toEqual([...serviceNames, 'migrate'].toSorted());
    for (const name of serviceNames) expect(compose.services[name]?.command).toEqual([name]);
  });

  it('starts again what crashed, PostgreSQL, Redis and Kafka too', () => {
    for (const name of [...serviceNames, 'postgres', 'redis', 'kafka'])
      expect({ name, restart: compose.services[name]?.restart }).toEqual({ name, restart: 'unless-stopped' });
  });

  it.each(serviceNames)('gives %s its port, and variables that its config.ts knows and accepts', (name) => {
    const { port } = services[name];
    const environment = environmentOf(name);
    expect(environment.PORT).toBe(String(port));
    expect(Object.keys(environment).filter((variable) => ![...variablesOf(name), ...secrets, ...openTelemetry].includes(variable))).toEqual(
      [],
    );
    expect(serviceConfigs[name]({ ...environment, DATA_DIR: dataDir }).PORT).toBe(port);
  });

  it.each(serviceNames)('hands %s every variable of its own that .env sets, those of Kafka and those of OpenTelemetry', (name) => {
    const environment = compose.services[name]?.environment ?? {};
    for (const variable of [...ownVariablesOf(name).filter((own) => !isPlace(own)), ...kafka, ...openTelemetry]) {
      expect(String(environment[variable])).toContain(`\${${variable}:-`);
    }
  });

  it('leaves the gateway as it is where .env says nothing, but for the way to its subgraphs and the names of its network', () => {
    const places = Object.keys(environmentOf('gateway')).filter((variable) => isPlace(variable) || variable in commonVariables);
    const bare = Object.fromEntries(places.map((variable) => [variable, environmentOf('gateway')[variable]]));
    const read = (environment: Environment) => serviceConfigs.gateway({ ...environment, DATA_DIR: dataDir });
    expect(read(environmentOf('gateway'))).toEqual({ ...read(bare), SUBGRAPH_LINK: 'sockets' });
  });

  it('gives OpenTelemetry what it would take by itself where an empty variable is a wrong one', () => {
    expect(environmentOf('gateway')).toMatchObject({ OTEL_TRACES_SAMPLER: 'parentbased_always_on', OTEL_BSP_SCHEDULE_DELAY: '5000' });
  });

  it('starts in production once it is given the secrets', () => {
    for (const name of serviceNames) {
      const environment = { ...environmentOf(name), ...developmentSecrets(dataDir), NODE_ENV: 'production' };
      expect(serviceConfigs[name](environment).NODE_ENV).toBe('production');
    }
  });

  it('names every address as another service listens to it', () => {
    const { USER_URL, JWKS_URL } = environmentOf('gateway');
    expect(new URL(JWKS_URL ?? '').host).toBe(new URL(USER_URL ?? '').host);
    for (const name of subgraphNames) {
      expect(environmentOf('gateway')[`${name.toUpperCase()}_URL`]).toBe(`http://${name}:${services[name].port}/graphql`);
    }
    for (const name of serviceNames) {
      const { DATABASE_URL = '', REDIS_URL = '', KAFKA_BROKERS = '' } = environmentOf(name);
      const hosts = [new URL(DATABASE_URL).hostname, new URL(REDIS_URL).hostname, KAFKA_BROKERS.split(':')[0]];
      expect(hosts).toEqual(['postgres', 'redis', 'kafka']);
      expect(compose.services.kafka?.environment?.KAFKA_ADVERTISED_LISTENERS).toContain(`://${KAFKA_BROKERS}`);
    }
    expect(compose.services.gateway?.ports).toEqual(['4000:4000']);
  });

  it('builds the image once, in the service that everything waits for', () => {
    const building = Object.entries(compose.services).filter(([, { build }]) => build !== undefined);
    expect(building.map(([name]) => name)).toEqual(['migrate']);
  });

  it('takes PostgreSQL for healthy only where the services reach it, not while its first start listens on a socket of its own', () => {
    expect(compose.services.postgres?.healthcheck?.test.at(-1)).toMatch(/^pg_isready -h 127\.0\.0\.1 /);
  });

  it('lets everything wait for what it needs to be healthy', () => {
    for (const name of ['postgres', 'redis', 'kafka']) expect(compose.services[name]?.healthcheck).toBeDefined();
    expect(file('deploy/Dockerfile')).toContain('HEALTHCHECK');
    for (const name of serviceNames) {
      expect(compose.services[name]?.depends_on).toMatchObject({ migrate: { condition: 'service_completed_successfully' } });
    }
  });
});

describe('.env.example', () => {
  it('is, copied as it is, an .env that every process starts with: it names no server that is not there', () => {
    const active = Object.fromEntries(
      [...file('.env.example').matchAll(/^([A-Z][A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    );
    expect(Object.keys(active).filter((name) => /_(URL|BROKERS|ENDPOINT)$/.test(name))).toEqual([]);
    for (const name of serviceNames) expect(() => serviceConfigs[name]({ ...active, DATA_DIR: dataDir })).not.toThrow();
    expect(JSON.parse(file('package.json')).scripts.start).toContain('--env-file-if-exists=.env ');
  });

  const named = [...file('.env.example').matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm)].map(([, variable]) => variable ?? '');

  it('names only variables that some config.ts or docker-compose.yml reads', () => {
    const known = new Set(serviceNames.flatMap(variablesOf));
    expect(named.filter((variable) => !known.has(variable) && !file('docker-compose.yml').includes(`\${${variable}:-`))).toEqual([]);
  });

  it('names every variable that a config.ts reads, and every one that docker-compose.yml takes from it', () => {
    const common = serviceNames.flatMap(variablesOf);
    const taken = [...file('docker-compose.yml').matchAll(/\$\{([A-Z0-9_]+):-/g)].map(([, variable]) => variable);
    expect(new Set(named)).toEqual(new Set([...named, ...common, ...taken]));
  });
});
