import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { subgraphNames } from '#schema/services.ts';
import { root } from './compose-supergraph.ts';

const importing = (specifier: string): string => `import { a } from '${specifier}';\n\nconsole.log(a);\n`;

const refused: Record<string, string> = {
  'subgraphs/user/import-by-name.ts': importing('#subgraphs/event/main.ts'),
  'subgraphs/user/import-by-path.ts': importing('../event/main.ts'),
  'subgraphs/user/test/import-by-longer-path.ts': importing('../../event/main.ts'),
  'subgraphs/user/import-type.ts': "import type { A } from '#subgraphs/event/main.ts';\n\nexport type B = A;\n",
  'subgraphs/user/import-later.ts': "console.log(await import('#subgraphs/event/main.ts'));\n",
  'subgraphs/user/export-from.ts': "export { a } from '#subgraphs/event/main.ts';\n",
  'subgraphs/user/import-gateway.ts': importing('#gateway/main.ts'),
  'subgraphs/user/in-a.test.ts': importing('#subgraphs/event/main.ts'),
  'workers/ai/import-subgraph.ts': importing('#subgraphs/event/main.ts'),
  'gateway/live/import-subgraph.ts': importing('#subgraphs/event/main.ts'),
  'kit/import-by-name.ts': importing('#subgraphs/event/main.ts'),
  'kit/import-by-path.ts': importing('../subgraphs/event/main.ts'),
  'schema/import-worker.ts': importing('#workers/ai/main.ts'),
  'subgraphs/user/import-redis.ts': importing('ioredis'),
  'gateway/live/import-redis.ts': importing('ioredis'),
  'e2e/user/import-redis.ts': importing('ioredis'),
  'workers/ai/import-kafka.ts': importing('kafkajs'),
  'kit/import-kafkajs.ts': importing('kafkajs'),
  'kit/bus/import-platformatic.ts': importing('@platformatic/kafka'),
  'bench/import-platformatic.ts': importing('@platformatic/kafka'),
  'kit/bus/platformatic.ts': importing('#subgraphs/event/main.ts'),
  'subgraphs/user/environment.ts': 'console.log(process.env.PORT);\n',
  'kit/environment-by-name.ts': "import { env } from 'node:process';\n\nconsole.log(env.PORT);\n",
};

const allowed: Record<string, string> = {
  'kit/redis.ts': importing('ioredis'),
  'kit/bus/kafkajs.ts': importing('kafkajs'),
  'main.ts': importing('#subgraphs/event/main.ts'),
  'subgraphs/user/import-kit.ts': importing('#kit/errors.ts'),
  'subgraphs/user/import-contract.ts': importing('#schema/events/event.ts'),
  'subgraphs/user/test/import-own.ts': importing('../main.ts'),
  'subgraphs/user/config.ts': 'console.log(process.env.PORT);\n',
};

describe('the lint rules that stand for the architecture', () => {
  let folder: string;
  let report: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'architecture-'));
    await cp(`${root}biome.json`, join(folder, 'biome.json'));
    for (const [path, text] of Object.entries({ ...refused, ...allowed })) {
      await mkdir(join(folder, dirname(path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const biome = `${root}node_modules/.bin/biome`;
    const { stdout, stderr } = spawnSync(biome, ['lint', '--vcs-enabled=false', '--reporter=github', '.'], {
      cwd: folder,
      encoding: 'utf8',
    });
    report = stdout + stderr;
  });

  afterAll(() => rm(folder, { recursive: true }));

  it.each(Object.keys(refused))('refuse %s', (path) => {
    expect(report).toContain(`${path},`);
  });

  it.each(Object.keys(allowed))('allow %s', (path) => {
    expect(report).not.toContain(`${path},`);
  });
});

it.each([...subgraphNames.map((name) => `subgraphs/${name}`), 'workers/ai', 'gateway'])(
  '%s reads its variables with readConfig',
  async (folder) => {
    expect(await import(join(root, folder, 'config.ts'))).toHaveProperty('readConfig', expect.any(Function));
  },
);
