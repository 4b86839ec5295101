import type { Request, ServiceContext } from '#kit/service.ts';
import type { ChannelAdapter } from './channels/channel-adapter.ts';
import { httpChannels } from './channels/http.ts';
import { simulatedChannels } from './channels/simulated.ts';
import { type Config, partnersOf } from './config.ts';
import type { Loaders } from './loaders.ts';
import { type Sender, startSender } from './sender.ts';
import { type SendingPace, STANDARD_PACE } from './sending-pace.ts';

export type Context = ServiceContext<Config> & {
  channels: ChannelAdapter;
  pace: SendingPace;
  sender: Pick<Sender, 'wake'>;
};

/** What a resolver gets: the service, who asks, and the loaders of this request. */
export type RequestContext = Context & Request & { load: Loaders };

/** What a use case needs: the service and who asks. */
export type Asking = Context & Pick<Request, 'identity'>;

/** Builds the service's own parts; the sender stops with the service. */
export const createContext = (
  kit: ServiceContext<Config>,
  { channels = channelsOf(kit), pace = STANDARD_PACE }: Partial<Context> = {},
): Context => {
  const sender = startSender({ ...kit, channels, pace });
  kit.onClose(sender.stop);
  return { ...kit, channels, pace, sender };
};

const channelsOf = ({ config, log, metrics }: ServiceContext<Config>): ChannelAdapter =>
  config.CHANNELS === 'http' ? httpChannels(partnersOf(config), { metrics }) : simulatedChannels(log);
