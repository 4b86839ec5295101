import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { services } from '#schema/services.ts';

const root = new URL('..', import.meta.url).pathname;
const file = (name: string): string => readFileSync(path.join(root, name), 'utf8');

const pages = ['README.md', 'CHANGELOG.md', ...globSync(['{docs,gateway,subgraphs,workers,deploy,bench}/**/*.md'], { cwd: root })].filter(
  (name) => !name.includes('node_modules'),
);
const { scripts } = JSON.parse(file('package.json')) as { scripts: Record<string, string> };

/** What `config.ts` files and the libraries that read the environment themselves know. */
const variables = new Set(
  ['kit/config.ts', 'kit/secrets.ts', ...globSync('{gateway,subgraphs/*,workers/*}/config.ts', { cwd: root })].flatMap((name) =>
    [...file(name).matchAll(/\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b/g)].map(([, variable = '']) => variable),
  ),
);

/** Each match in a page's code: in blocks and between backticks. */
const inCode = (page: string, pattern: RegExp): string[] => {
  const code = [...file(page).matchAll(/^ *```(?:sh)?\n([\s\S]*?)^ *```$|`([^`\n]+)`/gm)].map(([, block, inline]) => block ?? inline ?? '');
  return code.flatMap((text) => [...text.matchAll(pattern)].map(([, found = '']) => found));
};

describe('The documents', () => {
  it.each(pages)('%s names commands, services and files that exist', (page) => {
    const commands = inCode(page, /npm run ([a-z][\w:-]*)/g).filter((name) => !Object.hasOwn(scripts, name));
    const started = inCode(page, /(?:npm start|node main\.ts) ([a-z]+)/g).filter(
      (name) => name !== 'migrate' && !Object.hasOwn(services, name),
    );
    const files = inCode(
      page,
      /(?:^|[\s(/])((?:scripts|deploy|schema|e2e|kit|bench|docs)\/[\w./-]*\w\.(?:ts|sh|md|ya?ml|json|graphql|env))\b/g,
    );
    expect({ commands, started, files: files.filter((name) => !existsSync(path.join(root, name))) }).toEqual({
      commands: [],
      started: [],
      files: [],
    });
  });

  it.each(pages)('%s links to what is there', (page) => {
    const links = [...file(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([\w-]+))?\)/g)];
    const dead = links.filter(([, target = '', heading]) => {
      const to = target === '' ? page : path.join(path.dirname(page), target);
      if (!existsSync(path.join(root, to))) return true;
      return heading !== undefined && !headings(to).includes(heading);
    });
    expect(dead.map(([link]) => link)).toEqual([]);
  });

  it('tell of every file of the gateway in its map, and of no other', () => {
    const cells = [...file('gateway/README.md').matchAll(/^\| (`[^|]*\.ts`[^|]*)\|/gm)].map(([, cell = '']) => cell);
    const mapped = cells.flatMap((cell) => {
      let folder = '';
      return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => {
        if (name.includes('/')) folder = path.dirname(name);
        return path.join(folder, path.basename(name));
      });
    });
    const there = globSync('**/*.ts', { cwd: path.join(root, 'gateway') });
    expect(mapped.toSorted()).toEqual(there.filter((name) => !name.endsWith('.test.ts') && !name.startsWith('test/')).toSorted());
  });

  it('name variables that a config.ts, OpenTelemetry, Node or a deployment reads', () => {
    const named = ['docs/operating.md', 'README.md'].flatMap((page) =>
      inCode(page, /(?:^|[\s`"$])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?==|$|[\s`"])/gm),
    );
    const codes = file('schema/errors.ts');
    const deployment = file('.github/workflows/deploy.yml') + file('scripts/make-secrets.ts');
    const known = (name: string): boolean =>
      variables.has(name) ||
      /^(OTEL|NODE)_/.test(name) ||
      codes.includes(name) ||
      new RegExp(`(secrets\\.|\\{ )${name}\\b`).test(deployment);
    const elsewhere = [...['USER', 'EVENT', 'CONTENT', 'PARTICIPATION', 'DISTRIBUTION', 'ANALYTICS'].map((name) => `${name}_URL`)];
    expect(named.filter((name) => !known(name) && !elsewhere.includes(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
  });
});

const headings = (page: string): string[] =>
  [...file(page).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
