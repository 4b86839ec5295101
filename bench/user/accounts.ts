import type { Outcome } from './open-loop.ts';

const SIGN_UP = 'mutation ($input: SignUpInput!) { signUp(input: $input) { accessToken user { id } } }';
const LOG_IN = 'mutation ($email: String!, $password: String!) { logIn(email: $email, password: $password) { accessToken } }';
const LOG_OUT = 'mutation { logOut }';
const PASSWORD = 'correct horse battery';

type Answer = { data?: Record<string, { accessToken: string } | boolean> | null; errors?: { extensions?: { code?: string } }[] };

/** What owners do at the gateway, each time as somebody else. `sessions` fills up with the tokens of those who are logged in. */
export const accounts = (url: string, run: string) => {
  const sessions: string[] = [];
  const emails: string[] = [];
  const ask = async (query: string, variables: object, token?: string): Promise<Answer> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer;
  };
  const outcomeOf = ({ data, errors }: Answer): Outcome => {
    if (data && !errors) return 'done';
    return errors?.[0]?.extensions?.code === 'RATE_LIMITED' ? 'refused' : 'failed';
  };
  const opened = (answer: Answer, field: string): Outcome => {
    const session = answer.data?.[field];
    if (typeof session === 'object') sessions.push(session.accessToken);
    return outcomeOf(answer);
  };
  let count = 0;
  return {
    sessions,
    signUp: async (): Promise<Outcome> => {
      count += 1;
      const email = `bench-${run}-${count}@example.com`;
      const store = { name: '마당 커피', industry: 'CAFE', address: '서울특별시 마포구 월드컵로 12', businessNumber: '1234567891' };
      const phone = `${run}${String(count).padStart(6, '0')}`;
      const answer = await ask(SIGN_UP, { input: { email, password: PASSWORD, name: '김마당', phone, store } });
      if (answer.data) emails.push(email);
      return opened(answer, 'signUp');
    },
    logIn: async (place: number): Promise<Outcome> =>
      opened(await ask(LOG_IN, { email: emails[place % emails.length], password: PASSWORD }), 'logIn'),
    logOut: async (): Promise<Outcome> => outcomeOf(await ask(LOG_OUT, {}, sessions.pop())),
  };
};
