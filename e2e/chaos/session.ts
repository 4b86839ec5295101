import type { Load } from './load.ts';
import { persist } from './load.ts';

/** An account that is logged in, however long the run is. */
export type Session = { email: string; token: () => Promise<string> };

const LOG_IN = 'mutation ($email: String!, $password: String!) { logIn(email: $email, password: $password) { accessToken refreshToken } }';
const REFRESH = 'mutation ($refreshToken: String!) { refreshSession(refreshToken: $refreshToken) { accessToken refreshToken } }';
/** An access token lives 15 minutes. */
const FRESH_MS = 10 * 60_000;

type Tokens = { accessToken: string; refreshToken: string };

/** Refreshes the session in time, and logs in again when that fails. */
export const createSession = (load: Load, email: string, password: string): Session => {
  let tokens: Promise<Tokens> | null = null;
  let freshUntil = 0;
  const logIn = async (): Promise<Tokens> => {
    const { data } = await persist(() => load.frontEnd.mutate({ text: LOG_IN, variables: { email, password }, op: 'logIn', key: email }));
    if (!data) throw new Error(`${email} cannot log in.`);
    return data.logIn;
  };
  const refresh = async ({ refreshToken }: Tokens): Promise<Tokens> => {
    const { data } = await load.frontEnd.mutate({ text: REFRESH, variables: { refreshToken }, op: 'refreshSession', key: email });
    return data?.refreshSession ?? logIn();
  };
  return {
    email,
    token: async () => {
      if (performance.now() > freshUntil) {
        freshUntil = performance.now() + FRESH_MS;
        tokens = (tokens === null ? logIn() : tokens.then(refresh, logIn)).catch((error: unknown) => {
          freshUntil = 0;
          throw error;
        });
      }
      return (await (tokens as Promise<Tokens>)).accessToken;
    },
  };
};
