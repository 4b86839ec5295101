/** Every process of Madang, with its port (spec §1). A subgraph's URL is `http://127.0.0.1:{port}/graphql` unless `{NAME}_URL` says otherwise. */
export const services = {
  gateway: { port: 4000 },
  user: { port: 4001 },
  event: { port: 4002 },
  content: { port: 4003 },
  participation: { port: 4004 },
  distribution: { port: 4005 },
  analytics: { port: 4006 },
  ai: { port: 4007 },
} as const;

export type ServiceName = keyof typeof services;

/** The services that own a part of the graph, in the order they are composed. */
export const subgraphNames = ['user', 'event', 'content', 'participation', 'distribution', 'analytics'] as const;

export type SubgraphName = (typeof subgraphNames)[number];
