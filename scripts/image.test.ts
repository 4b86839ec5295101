import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { services } from '#schema/services.ts';

const root = new URL('..', import.meta.url).pathname;
const file = (name: string): string => readFileSync(path.join(root, name), 'utf8');
const lines = (name: string): string[] => file(name).split('\n').filter(Boolean);

/** Whether `.dockerignore`, whose later lines overrule the earlier ones, lets a file into the image's build. */
const isSent = (name: string): boolean =>
  lines('.dockerignore').reduce((sent, line) => {
    const pattern = line.replace(/^!/, '');
    const matches = path.matchesGlob(name, pattern) || path.matchesGlob(name, `${pattern}/**`);
    return matches ? line.startsWith('!') : sent;
  }, true);

const [, last = ''] = file('deploy/Dockerfile').split(/\nFROM .*(?=\nENV)/);
const copied = [...last.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) => names.split(' '));

describe('the image', () => {
  const tree = mkdtempSync(path.join(tmpdir(), 'madang-image-'));
  const files = globSync(
    copied.map((name) => (path.extname(name) ? name : `${name}/**/*.*`)),
    { cwd: root },
  ).filter(isSent);

  beforeAll(() => {
    for (const name of files) {
      mkdirSync(path.dirname(path.join(tree, name)), { recursive: true });
      cpSync(path.join(root, name), path.join(tree, name));
    }
    symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'));
  });
  afterAll(() => rmSync(tree, { recursive: true }));

  const node = (...given: string[]) => spawnSync(process.execPath, given, { cwd: tree, encoding: 'utf8', env: { PATH: process.env.PATH } });

  it('has all files that its own files import, and no tests', () => {
    expect(files.filter((name) => /\.test\.ts$|(^|\/)(test|testing)\//.test(name))).toEqual([]);
    const missing = files
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => {
        const imports = [...file(name).matchAll(/(?:from|import\()\s*'([.#][^']+)'/g)].map(([, specifier = '']) => specifier);
        const paths = imports.map((specifier) =>
          specifier.startsWith('#') ? specifier.slice(1) : path.join(path.dirname(name), specifier),
        );
        return paths.filter((imported) => !existsSync(path.join(tree, imported))).map((imported) => `${name}: ${imported}`);
      });
    expect(missing).toEqual([]);
  });

  it('imports only what is installed without the development dependencies', () => {
    const { packages } = JSON.parse(file('package-lock.json')) as { packages: Record<string, { dev?: true }> };
    const imported = files
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) =>
        [...file(name).matchAll(/^(?:import (?!type )[^'\n]*|\} from )'([^'.#][^']*)';$/gm)].map(([, specifier = '']) => specifier),
      );
    const names = imported.filter((specifier) => !isBuiltin(specifier)).map((specifier) => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0]);
    const isInstalled = (name: string): boolean => packages[`node_modules/${name}`]?.dev !== true && `node_modules/${name}` in packages;
    expect([...new Set(names)].filter((name = '') => !isInstalled(name))).toEqual([]);
    expect(names).toContain('fastify');
  });

  it('starts every service, the migrations and the operator’s commands', () => {
    const [help, unknown] = [node('main.ts', '--help'), node('main.ts', 'nothing')];
    for (const name of [...Object.keys(services), 'migrate']) expect(help.stdout).toContain(name);
    expect([help.status, help.stderr]).toEqual([0, '']);
    expect([unknown.status, unknown.stderr]).toEqual([2, `There is no service named nothing.\n\n${help.stdout}`]);
    const production = spawnSync(process.execPath, ['main.ts', 'user'], {
      cwd: tree,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    });
    expect(production.stderr).toContain('DATABASE_URL: is required in production');
    expect(node('scripts/dlq.ts')).toMatchObject({ status: 2, stderr: expect.stringContaining('npm run dlq') });
    expect(node('scripts/rebuild.ts')).toMatchObject({ status: 2, stderr: expect.stringContaining('npm run rebuild') });
    expect(node('scripts/resend.ts').stderr).toContain('DATABASE_URL: is required');
  }, 180_000);

  it('is not ready while nothing answers on the port of its health check', () => {
    expect(file('deploy/Dockerfile')).toContain('HEALTHCHECK');
    expect(node('deploy/is-ready.ts', '9').status).toBe(1);
    expect(node('deploy/is-ready.ts').status).toBe(1);
  });

  it('is reached from outside of its container, and built by builders that are some years old', () => {
    expect(file('deploy/Dockerfile')).toMatch(/^ENV .*\bHOST=0\.0\.0\.0\b/m);
    expect(file('deploy/Dockerfile')).not.toMatch(/--start-interval|<<|^# syntax=/m);
  });

  it('keeps what posters are set in, and drops what no container reads', () => {
    const modules = path.join(tree, 'modules');
    const fonts = [...file('subgraphs/content/poster/font-face.ts').matchAll(/'([^']+\.(?:otf|ttf))'/g)].map(([, name = '']) => name);
    const dropped = [
      'pretendard/dist/web/static/a.woff2',
      '@expo-google-fonts/noto-sans-kr/100Thin/NotoSansKR_100Thin.ttf',
      'zod/index.js.map',
    ];
    for (const name of [...fonts, ...dropped, 'node/bin/node', 'zod/index.js']) {
      mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
      writeFileSync(path.join(modules, name), '');
    }
    expect(spawnSync(path.join(root, 'deploy/prune.sh'), [modules], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    const kept = (names: string[]): string[] => names.filter((name) => existsSync(path.join(modules, name)));
    expect(kept([...fonts, 'zod/index.js'])).toEqual([...fonts, 'zod/index.js']);
    expect(kept([...dropped, 'node/bin/node'])).toEqual([]);
    expect(fonts.length).toBeGreaterThan(2);
  });

  it('runs as nobody special', () => {
    expect(last).toMatch(/^USER node$/m);
  });
});
