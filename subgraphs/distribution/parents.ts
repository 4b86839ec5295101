import type { ChannelRow } from './distribution.entity.ts';
import type { EventDistribution } from './read-distributions.ts';

/** What the resolvers of a type get as their parent, under the type's name in the schema. */
export type Distribution = EventDistribution;
export type ChannelDistribution = ChannelRow;
export type Event = { id: string };
