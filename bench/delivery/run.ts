import { inboxRates, oneByOneRate, registrations } from './analytics.ts';
import { ours, registrationRate, selectForUpdate } from './participate.ts';
import { median, openWorkbench, type Workbench } from './workbench.ts';

const ROUNDS = 3;

const LOADS = [
  { count: 4_000, events: 1, atOnce: 64 },
  { count: 4_000, events: 100, atOnce: 64 },
  { count: 500, events: 100, atOnce: 1 },
];

/** Measures the contenders in turn, round after round, so that what else the machine does meets all of them. */
const compare = async (title: string, contenders: Record<string, () => Promise<number>>): Promise<void> => {
  const rates = new Map<string, number[]>(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) for (const [name, run] of Object.entries(contenders)) rates.get(name)?.push(await run());
  const [first = 1] = [...rates.values()].map(median);
  console.log(`\n${title}`);
  for (const [name, measured] of rates) {
    console.log(
      `  ${name.padEnd(44)} ${Math.round(median(measured)).toLocaleString('en').padStart(8)} a second  ${(median(measured) / first).toFixed(2)} ×`,
    );
  }
};

const compareAll = async (workbench: Workbench): Promise<void> => {
  await compare('analytics: participant.registered for 100 events', {
    'one message, one transaction (5,000)': () => oneByOneRate(workbench, registrations(5_000, 100)),
    'ours, from the inbox (50,000)': async () => (await inboxRates(workbench, registrations(50_000, 100))).handled,
    'ours, into the inbox and from it (50,000)': async () => (await inboxRates(workbench, registrations(50_000, 100))).whole,
  });
  await compare('analytics: participant.registered, each for another event', {
    'one message, one transaction (5,000)': () => oneByOneRate(workbench, registrations(5_000, 5_000)),
    'ours, into the inbox and from it (5,000)': async () => (await inboxRates(workbench, registrations(5_000, 5_000))).whole,
  });
  for (const load of LOADS) {
    const { count, events, atOnce } = load;
    await compare(`participate: ${count.toLocaleString('en')} registrations for ${events}, ${atOnce} at once`, {
      'SELECT … FOR UPDATE': () => registrationRate(workbench, selectForUpdate, load),
      ours: () => registrationRate(workbench, ours, load),
    });
  }
};

const workbench = await openWorkbench();
try {
  await compareAll(workbench);
} finally {
  await workbench.close();
}
