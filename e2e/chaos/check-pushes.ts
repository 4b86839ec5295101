import type { FinalState } from './final-state.ts';
import { type Finding, finding } from './finding.ts';
import type { Push, Watching } from './history.ts';

type Counted = Pick<FinalState, 'events'>;

/** Stored = pushed: a live value's versions never go back and its last one is the final state; a feed has every entry once, in order, to the last. */
export const checkPushes = (watching: readonly Watching[], pushes: readonly Push[], { events }: Counted): Finding[] => {
  const counts = new Map(events.map(({ id, participantCount }) => [id, participantCount]));
  const byWatcher = Map.groupBy(pushes, ({ watcher }) => watcher);
  return watching.flatMap((watcher) => {
    const sent = byWatcher.get(watcher.watcher) ?? [];
    const count = counts.get(watcher.eventId) ?? 0;
    return watcher.of === 'feed' ? checkFeed(watcher, sent, count) : checkLive(watcher, sent, count);
  });
};

const checkFeed = ({ watcher, eventId, after }: Watching, sent: readonly Push[], count: number): Finding[] => {
  const wrong = sent.findIndex(({ entryNumber }, index) => entryNumber !== after + index + 1);
  if (wrong >= 0) {
    const [expected, got] = [after + wrong + 1, sent[wrong]?.entryNumber ?? 0];
    return [finding(got < expected ? 'double' : 'gap', `${watcher} of ${eventId} was sent entry ${got} in the place of ${expected}`)];
  }
  const last = after + sent.length;
  return last === count ? [] : [finding('not pushed', `${watcher} of ${eventId} was sent ${last} of ${count} entries`)];
};

const checkLive = ({ watcher, eventId }: Watching, sent: readonly Push[], count: number): Finding[] => {
  const back = sent.findIndex((push, index) => index > 0 && isBehind(push, sent[index - 1] as Push));
  const regressions =
    back < 0 ? [] : [finding('regression', `${watcher} of ${eventId}: ${shown(sent[back])} after ${shown(sent[back - 1])}`)];
  const last = sent.at(-1)?.participants ?? 0;
  if (last === count) return regressions;
  return [
    ...regressions,
    finding(last > count ? 'ghost' : 'not pushed', `${watcher} of ${eventId} was last shown ${last} of ${count} entries`),
  ];
};

const isBehind = (push: Push, before: Push): boolean =>
  (push.version ?? 0) < (before.version ?? 0) || (push.participants ?? 0) < (before.participants ?? 0);

const shown = (push: Push | undefined): string =>
  `version ${push?.version} (${push?.participants} entries, connection ${push?.connection}, at ${push?.at} ms)`;
