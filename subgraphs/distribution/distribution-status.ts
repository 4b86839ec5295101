import type { ChannelRow, ChannelStatus } from './distribution.entity.ts';
import type { DistributionStatus } from './schema.generated.ts';

/** The whole's status follows from its channels' (spec §2). */
export const distributionStatus = (channels: readonly { status: ChannelStatus }[]): DistributionStatus => {
  const having = (...statuses: ChannelStatus[]): number => channels.filter(({ status }) => statuses.includes(status)).length;
  if (having('PENDING') === channels.length && channels.length > 0) return 'PENDING';
  if (having('PENDING', 'SENDING') > 0) return 'RUNNING';
  if (having('DONE') === channels.length && channels.length > 0) return 'DONE';
  if (having('DONE') > 0) return 'PARTIAL';
  return having('FAILED') > 0 ? 'FAILED' : 'CANCELLED';
};

/** When the last channel finished; null while one has not. */
export const completedAt = (channels: readonly Pick<ChannelRow, 'status' | 'completedAt'>[]): Date | null => {
  if (channels.some(({ status }) => status === 'PENDING' || status === 'SENDING')) return null;
  const times = channels.flatMap((channel) => (channel.completedAt ? [channel.completedAt.getTime()] : []));
  return times.length === 0 ? null : new Date(Math.max(...times));
};
