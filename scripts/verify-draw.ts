import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { checkDraw, type PublishedDraw } from '#subgraphs/participation/check-draw.ts';

const USAGE = `Recomputes the draw of an event from what is published. Exit code 0: it is right; 1: it is not; 2: that cannot be told.

  npm run verify-draw -- {gateway URL} {event id} [--commitment {noted before the draw}]
  npm run verify-draw -- --draw {JSON file: seed, commitment, algorithm, count, entriesHash, winners { entryNumber }} --entries {file}`;

const OPERATION = new URL('../schema/operations/verify-draw.graphql', import.meta.url);

type Published = { draw: PublishedDraw; entries: string };

const fetchPublished = async (gateway: string, eventId: string): Promise<Published> => {
  const url = new URL('/graphql', gateway);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' },
    body: JSON.stringify({ query: await readFile(OPERATION, 'utf8'), variables: { eventId } }),
  }).catch((cause: unknown) => {
    throw new Error(`Nothing answers at ${url}.`, { cause });
  });
  const { data, errors } = (await response.json()) as {
    data?: { event?: { draw?: (PublishedDraw & { entries: string }) | null } | null };
    errors?: { message: string }[];
  };
  const draw = data?.event?.draw;
  if (!draw) throw new Error(errors?.[0]?.message ?? 'This event has no draw.');
  const file = await fetch(new URL(draw.entries, gateway));
  if (!file.ok) throw new Error(`${draw.entries} answers ${file.status}.`);
  return { draw, entries: await file.text() };
};

const readPublished = async (draw: string, entries: string): Promise<Published> => ({
  draw: JSON.parse(await readFile(draw, 'utf8')),
  entries: await readFile(entries, 'utf8'),
});

const readOptions = () =>
  parseArgs({
    allowPositionals: true,
    options: { draw: { type: 'string' }, entries: { type: 'string' }, commitment: { type: 'string' } },
  });

const published = async ({ values, positionals: [gateway, eventId] }: ReturnType<typeof readOptions>): Promise<Published | null> => {
  if (values.draw && values.entries) return readPublished(values.draw, values.entries);
  return gateway && eventId ? fetchPublished(gateway, eventId) : null;
};

try {
  const options = readOptions();
  const found = await published(options);
  if (found === null) throw new Error(USAGE);
  const faults = checkDraw(found.draw, found.entries, options.values.commitment);
  for (const fault of faults) console.error(`- ${fault}`);
  if (faults.length === 0) {
    console.log(`The draw is right: the winners are the entries ${found.draw.winners.map(({ entryNumber }) => entryNumber).join(', ')}.`);
  }
  process.exitCode = faults.length === 0 ? 0 : 1;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
