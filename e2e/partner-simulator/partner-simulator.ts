import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startLocalServer } from '#kit/testing/local-server.ts';
import type { Channel } from '#schema/enums.ts';

/** How a partner treats a request; `after` faults happen when it has done its work, so that only the answer is lost. */
export type Fault =
  | { kind: 'status'; status: number; headers?: Record<string, string> }
  | { kind: 'hang' | 'hang after' | 'drop' | 'drop after' | 'garbage' | 'nonsense' };

export type Campaign = { id: string; channel: string; eventId: string; title: string; cancelled: boolean; impressions: number };

export const simulatedPromises: Record<Channel, { expectedViews: number; cost: string }> = {
  URIDONGNE_TV: { expectedViews: 5_200, cost: '152000.00' },
  GENIE_TV: { expectedViews: 10_400, cost: '304000.00' },
  RINGO_BIZ: { expectedViews: 3_100, cost: '61000.00' },
  SNS: { expectedViews: 2_050, cost: '30500.00' },
};

/** A request as the partner saw it, whether or not it was answered. */
export type Seen = { channel: Channel; method: string; path: string; key: string };

export type PartnerSimulator = {
  /** A channel's base URL. */
  urlOf: (channel: Channel) => string;
  secret: string;
  /** The next `times` requests about this channel fare like this, for ever by default; `mend` ends it. */
  fault: (channel: Channel, fault: Fault, times?: number) => void;
  mend: (channel: Channel) => void;
  campaignsOf: (eventId: string) => Campaign[];
  seen: readonly Seen[];
  close: () => Promise<void>;
};

type Answer = { status: number; body?: unknown };
type Asked = Seen & { timestamp: string; signature: string; body: string };

const CLOCK_TOLERANCE_S = 300;

/** A partner of all four channels, by docs/partner-api.md alone, with faults to order. It listens on 127.0.0.1. */
export const startPartnerSimulator = async ({ secret, port = 0 }: { secret: string; port?: number }): Promise<PartnerSimulator> => {
  const campaigns = new Map<string, Campaign>();
  const cancelledKeys = new Set<string>();
  const faults = new Map<Channel, { fault: Fault; left: number }>();
  const seen: Seen[] = [];
  const faultOf = (channel: Channel): Fault | null => {
    const planned = faults.get(channel);
    if (!planned || planned.left <= 0) return null;
    planned.left -= 1;
    return planned.fault;
  };
  const listener = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await readRequest(request);
    seen.push(asked);
    const fault = faultOf(asked.channel);
    if (fault && suffersBefore(fault, response)) return;
    const answer = isSigned(secret, asked) ? answerTo(asked, campaigns, cancelledKeys) : { status: 401, body: { error: 'signature' } };
    if (fault?.kind === 'hang after') return;
    if (fault?.kind === 'drop after') return void response.destroy();
    send(response, answer);
  };
  const { url, close } = await startLocalServer(listener, port);
  return {
    urlOf: (channel) => `${url}/${channel}`,
    secret,
    fault: (channel, fault, times = Number.POSITIVE_INFINITY) => void faults.set(channel, { fault, left: times }),
    mend: (channel) => void faults.delete(channel),
    campaignsOf: (eventId) => [...campaigns.values()].filter((campaign) => campaign.eventId === eventId),
    seen,
    close,
  };
};

const readRequest = async (request: IncomingMessage): Promise<Asked> => {
  const header = (name: string): string => String(request.headers[name] ?? '');
  const body = Buffer.concat(await Array.fromAsync(request)).toString();
  const path = request.url ?? '';
  return {
    channel: path.split('/')[1] as Channel,
    method: request.method ?? '',
    path,
    key: header('idempotency-key'),
    timestamp: header('madang-timestamp'),
    signature: header('madang-signature'),
    body,
  };
};

const isSigned = (secret: string, { timestamp, method, path, key, body, signature }: Asked): boolean => {
  if (!(Math.abs(Date.now() / 1_000 - Number(timestamp)) <= CLOCK_TOLERANCE_S)) return false;
  const text = `${timestamp}\n${method}\n${path}\n${key}\n${body}`;
  const expected = Buffer.from(`v1=${createHmac('sha256', secret).update(text).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
};

/** True when the fault leaves nothing more to do. */
const suffersBefore = (fault: Fault, response: ServerResponse): boolean => {
  switch (fault.kind) {
    case 'status':
      response.writeHead(fault.status, fault.headers).end('{}');
      return true;
    case 'garbage':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>maintenance</html>');
      return true;
    case 'nonsense':
      response.writeHead(200).end(JSON.stringify({ id: '', expectedViews: -1, cost: 'free', impressions: 1.5 }));
      return true;
    case 'drop':
      response.destroy();
      return true;
    case 'hang':
      return true;
    case 'hang after':
    case 'drop after':
      return false;
    default:
      return fault satisfies never;
  }
};

const answerTo = (asked: Asked, campaigns: Map<string, Campaign>, cancelledKeys: Set<string>): Answer => {
  const path = asked.path.slice(`/${asked.channel}/v1/campaigns`.length);
  if (asked.method === 'POST' && path === '') return show(asked, campaigns, cancelledKeys);
  if (asked.method === 'POST' && path === '/cancel') {
    cancelledKeys.add(asked.key);
    const campaign = campaigns.get(asked.key);
    if (campaign) campaign.cancelled = true;
    return { status: 204 };
  }
  const id = decodeURIComponent(/^\/([^/]+)\/figures$/.exec(path)?.[1] ?? '');
  const campaign = [...campaigns.values()].find((each) => each.id === id);
  if (asked.method !== 'GET' || !campaign) return { status: 404, body: { error: 'not found' } };
  if (!campaign.cancelled) campaign.impressions += 100;
  return { status: 200, body: { impressions: campaign.impressions, cost: simulatedPromises[asked.channel].cost } };
};

const show = ({ key, channel, body }: Asked, campaigns: Map<string, Campaign>, cancelledKeys: Set<string>): Answer => {
  if (cancelledKeys.has(key)) return { status: 410, body: { error: 'cancelled' } };
  const known = campaigns.get(key);
  const { eventId, title } = JSON.parse(body);
  const campaign = known ?? { id: `campaign/${campaigns.size + 1}`, channel, eventId, title, cancelled: false, impressions: 0 };
  campaigns.set(key, campaign);
  return { status: known ? 200 : 201, body: { id: campaign.id, ...simulatedPromises[channel] } };
};

const send = (response: ServerResponse, { status, body }: Answer): void => {
  response.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
};
