import type { Completion, FinalState } from './final-state.ts';
import { type Finding, finding } from './finding.ts';
import type { Operation, Shown } from './history.ts';

type Channels = Pick<FinalState, 'channels' | 'completions' | 'measurements'>;
type Channel = Channels['channels'][number];
type Figures = Pick<Shown['channels'][number], 'impressions' | 'cost'>;

/** Distributed = announced = shown: each channel ends once and says so, and its owner is shown what it charged and how often it was seen. */
export const checkChannels = (operations: readonly Operation[], shown: readonly Shown[], state: Channels): Finding[] => [
  ...checkEnds(state),
  ...checkShown(operations, shown, state),
];

const nameOf = ({ channel, eventId }: { channel: string; eventId: string }): string => `${channel} of event ${eventId}`;

const checkEnds = ({ channels, completions }: Channels): Finding[] => {
  const ends = Map.groupBy(completions, nameOf);
  const doubles = [...ends].filter(([, those]) => those.some(isOnceMore)).map(([name]) => finding('double', `the end of ${name}`));
  const lost = channels.flatMap((channel) => {
    const last = ends.get(nameOf(channel))?.at(-1);
    return last && said(last) === said(channel)
      ? []
      : [finding('lost', `${nameOf(channel)} is ${said(channel)}, announced as ${last ? said(last) : 'nothing'}`)];
  });
  return [...doubles, ...lost];
};

/** Only a failure is followed by another end: by a success that was asked for, or by the event's end. */
const isOnceMore = ({ status }: Completion, index: number, ends: readonly Completion[]): boolean =>
  index > 0 && (ends[index - 1]?.status !== 'FAILED' || status === 'FAILED');

const said = ({ status, expectedViews, cost }: Channel | Completion): string => `${status} with ${expectedViews} views for ${cost}`;

const checkShown = (operations: readonly Operation[], shown: readonly Shown[], { channels, measurements }: Channels): Finding[] => {
  const published = new Set(operations.flatMap(({ op, outcome, id }) => (op === 'publishEvent' && outcome === 'ok' && id ? [id] : [])));
  const pages = new Map(shown.map((page) => [page.eventId, page]));
  const measured = new Map(measurements.map((figures) => [nameOf(figures), figures]));
  const unseen = [...published]
    .filter((id) => !pages.has(id))
    .map((id) => finding('failed', `nobody was shown the channels of event ${id}`));
  const wrong = channels.flatMap((channel) => {
    const page = pages.get(channel.eventId);
    return page ? compare(channel, measured.get(nameOf(channel)) ?? promised(channel), page) : [];
  });
  return [...unseen, ...wrong];
};

const NOTHING: Figures = { impressions: 0, cost: '0.00' };

const promised = ({ status, expectedViews, cost }: Channel): Figures =>
  status === 'DONE' ? { impressions: expectedViews, cost } : NOTHING;

const compare = (channel: Channel, due: Figures, page: Shown): Finding[] => {
  const seen = page.channels.find((each) => each.channel === channel.channel) ?? NOTHING;
  const [views, cost] = [seen.impressions - due.impressions, Number(seen.cost) - Number(due.cost)];
  if (views === 0 && cost === 0) return [];
  const what = `${nameOf(channel)} is shown with ${seen.impressions} views for ${seen.cost}, has ${due.impressions} for ${due.cost}`;
  return [finding(views < 0 || cost < 0 ? 'lost' : 'double', what)];
};
