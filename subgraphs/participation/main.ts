import { defineService } from '#kit/service.ts';
import { readConfig } from './config.ts';
import { createContext } from './context.ts';
import { DrawEntity } from './draw.entity.ts';
import { erasePersonalData } from './erase-personal-data.ts';
import { EventEntity } from './event.entity.ts';
import { createLoaders } from './loaders.ts';
import { CreateParticipation } from './migrations/001-participation.ts';
import { ErasePersonalData } from './migrations/002-erasure.ts';
import { onEventCreated } from './on-event-created.ts';
import { onEventEnded } from './on-event-ended.ts';
import { ParticipantEntity } from './participant.entity.ts';
import { resolvers } from './resolvers.ts';
import { routes } from './routes.ts';

/** Participants and draws (spec §5, Participation). */
export const service = defineService({
  name: 'participation',
  readConfig,
  entities: [EventEntity, ParticipantEntity, DrawEntity],
  migrations: [CreateParticipation, ErasePersonalData],
  createContext,
  graph: { schema: new URL('schema.graphql', import.meta.url), resolvers, createLoaders },
  reactions: [onEventCreated, onEventEnded],
  tasks: [erasePersonalData],
  routes,
});
