import { type ServiceName, subgraphNames } from '#schema/services.ts';

/** A process of Madang: the first of a service is named like it. */
export type Replica = ServiceName | `${ServiceName} 2`;

const services: readonly ServiceName[] = [...subgraphNames, 'ai', 'gateway'];

/** Two of each service, the gateway and the AI worker included. */
export const replicas: readonly Replica[] = [...services, ...services.map((name) => `${name} 2` as const)];

/** What Madang runs on. */
export const serverNames = ['postgres', 'redis', 'kafka'] as const;

export type ServerName = (typeof serverNames)[number];

export const isServer = (name: Replica | ServerName): name is ServerName => (serverNames as readonly string[]).includes(name);
