import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { check, type Verdict } from './check.ts';
import { doFaults } from './do-faults.ts';
import { type Echo, PARTITIONS, startEcho } from './echo.ts';
import { type FinalState, readCommitted, readFinalState, readWaiting } from './final-state.ts';
import { startFleet } from './fleet.ts';
import { createFrontEnd } from './front-end.ts';
import { type History, openHistory, readHistory } from './history.ts';
import type { Load } from './load.ts';
import { planFaults } from './plan.ts';
import { createRandom } from './random.ts';
import { report } from './report.ts';
import { type Season, startSeason } from './season.ts';
import { type Servers, startServers } from './servers.ts';
import type { Settings } from './settings.ts';

/** The load aims at more than is asked for: it stands still at times. */
const SURPLUS = 1.15;
const SETTLE_MS = 240_000;
const LOOK_MS = 1_000;
const LONGER_MS = 240_000;
/** How often all is read anew because messages were committed meanwhile. */
const ROUNDS = 3;

export type ChaosRun = { verdict: Verdict; state: FinalState; report: string };

/**
 * A whole run: servers and processes are started, people use them while the plan's faults are done, everything settles, and what was
 * recorded is judged. History, final state, plan, report and logs are left in `directory`.
 */
export const runChaos = async (settings: Settings, directory: string, say: (line: string) => void = () => {}): Promise<ChaosRun> => {
  const begun = performance.now();
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const plan = planFaults(settings);
  await writeFile(path.join(directory, 'plan.json'), JSON.stringify(plan, null, 1));
  const historyFile = path.join(directory, 'history.jsonl');
  await using cleanups = new AsyncDisposableStack();
  const servers = await startServers();
  cleanups.defer(servers.stop);
  let history: History | undefined;
  const fleet = await startFleet({
    environment: environmentOf(servers, directory),
    directory,
    onExit: (name, code) => history?.add({ record: 'exit', name, code, at: history.now() }),
  });
  cleanups.defer(fleet.stop);
  say('Everything is ready; the load begins.');
  const echo = startEcho(servers.environment.KAFKA_BROKERS);
  cleanups.defer(echo.stop);
  history = openHistory(historyFile);
  const stopping = new AbortController();
  const load = createLoad(settings, fleet.urls, history, stopping.signal);
  const season = startSeason(load, paceOf(settings));
  await season.begun;
  const lasts = pause(Math.max(0, settings.minutes * 60_000 - history.now()));
  await Promise.all([doFaults({ fleet, servers, history }, plan), lasts]);
  await untilEnough(load, settings);
  say('The last fault is over; everything settles.');
  stopping.abort();
  const since = history.now();
  await Promise.all([season.over, fleet.ready()]);
  const settling = { history, season, echo, servers };
  history.add({ record: 'settled', since, ...(await settle(settling)) });
  const state = await readSettled(settling, since);
  await season.leave();
  await history.close();
  await writeFile(path.join(directory, 'final-state.json'), JSON.stringify(state));
  const verdict = check(await readHistory(historyFile), state, settings);
  const text = report(settings, state, verdict, performance.now() - begun);
  await writeFile(path.join(directory, 'report.md'), text);
  return { verdict, state, report: text };
};

/** Goes on for a while without faults when fewer messages than asked for were committed. Each entry is one. */
const untilEnough = async ({ frontEnd }: Load, { messages }: Settings): Promise<void> => {
  const deadline = performance.now() + LONGER_MS;
  while (frontEnd.acknowledged() < messages && performance.now() < deadline) await pause(LOOK_MS);
};

const environmentOf = ({ environment }: Servers, directory: string): Record<string, string> => ({
  ...environment,
  DATA_DIR: path.join(directory, 'data'),
  LOG_LEVEL: 'warn',
  KAFKA_PARTITIONS: String(PARTITIONS),
  ENTRIES_PER_MINUTE: '1000000',
});

const createLoad = ({ seed }: Settings, gateways: readonly [string, string], history: History, stopping: AbortSignal): Load => {
  let count = 0;
  return {
    frontEnd: createFrontEnd(gateways, history),
    gateways,
    history,
    random: createRandom(seed),
    open: [],
    stopping,
    next: () => ++count,
  };
};

const paceOf = ({ messages, minutes }: Settings) => ({
  entriesPerSecond: (messages * SURPLUS) / (minutes * 60),
  eventMs: Math.min(120_000, (minutes * 60_000) / 5),
  shops: 4,
});

type Settling = { history: History; season: Season; echo: Echo; servers: Servers };

/** Waits until nothing waits anywhere and everybody has seen everything; tells what did not come to that in time. */
const settle = async ({ history, season, echo, servers }: Settling): Promise<{ at: number; waiting: string[] }> => {
  const deadline = performance.now() + SETTLE_MS;
  for (;;) {
    const waiting = await stillWaiting(season, echo, servers).catch((error: Error) => [error.message]);
    const late = performance.now() > deadline;
    if (waiting.length === 0 || late) return { at: history.now(), waiting };
    await pause(LOOK_MS);
  }
};

/**
 * What owners are shown and what is stored while nothing happened: what services do by the clock, such as collecting figures, goes on meanwhile.
 * Only the last round's pages are written down: an event that could not be looked at then was shown to nobody.
 */
const readSettled = async (settling: Settling, since: number): Promise<FinalState> => {
  const { history, season, servers } = settling;
  for (let round = 1; ; round++) {
    const before = await readCommitted(servers.databaseUrl);
    const { waiting } = await settle(settling);
    const pages = await season.look();
    const state = await readFinalState({ ...servers.environment, DATABASE_URL: servers.databaseUrl });
    const quiet = before === (await readCommitted(servers.databaseUrl));
    if (!quiet && waiting.length === 0 && round < ROUNDS) continue;
    const open = quiet ? waiting : [...waiting, `messages were still committed in round ${round} of reading what is stored`];
    if (open.length > 0) history.add({ record: 'settled', since, at: history.now(), waiting: open });
    for (const page of pages) history.add(page);
    return state;
  }
};

const stillWaiting = async (season: Season, echo: Echo, { databaseUrl }: Servers): Promise<string[]> => {
  const waiting = await readWaiting(databaseUrl);
  const again = await echo.behind();
  return [
    ...[...waiting].map(([place, count]) => `${count} in the ${place}`),
    ...(again > 0 ? [`${again} messages to be sent again`] : []),
    ...(await season.behind()).map((watcher) => `${watcher} was not shown everything`),
  ];
};
