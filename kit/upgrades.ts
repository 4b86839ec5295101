import type { ServerOptions } from 'node:http';

/**
 * Options of a server that speaks WebSocket: any other upgrade that a request offers (`h2c`, which some clients offer always) is not supported, and
 * the request answered as if it offered none (RFC 9110 §7.8).
 */
export const onlyWebSockets: ServerOptions = { shouldUpgradeCallback: ({ headers }) => /^websocket$/i.test(headers.upgrade ?? '') };
