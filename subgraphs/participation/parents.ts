import type { DrawRow } from './draw.entity.ts';

/** What the resolvers of a type get as their parent, under the type's name in the schema. */
export type Event = { id: string };
export type Draw = DrawRow;
