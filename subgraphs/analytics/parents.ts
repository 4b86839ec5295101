import type { EventFigures, UserFigures } from './figures.ts';

/** What the resolvers of a type get as their parent, under the type's name in the schema. */
export type Event = { id: string };
export type User = { id: string };
export type EventAnalytics = EventFigures;
export type UserAnalytics = UserFigures;
