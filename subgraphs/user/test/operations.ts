import { randomInt } from 'node:crypto';
import type { UserService } from './start-user.ts';

const USER = 'id email name phone version createdAt lastLoginAt store { name industry address businessHours businessNumber }';
const SESSION = `accessToken refreshToken expiresAt user { ${USER} }`;

export const SIGN_UP = `mutation ($input: SignUpInput!) { signUp(input: $input) { ${SESSION} } }`;
export const LOG_IN = `mutation ($email: String!, $password: String!) { logIn(email: $email, password: $password) { ${SESSION} } }`;
export const REFRESH = `mutation ($refreshToken: String!) { refreshSession(refreshToken: $refreshToken) { ${SESSION} } }`;
export const LOG_OUT = 'mutation { logOut }';
export const UPDATE = `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { ${USER} } }`;
export const CHANGE_PASSWORD = `mutation ($currentPassword: String!, $newPassword: String!) {
  changePassword(currentPassword: $currentPassword, newPassword: $newPassword) { id }
}`;
export const ME = `{ me { ${USER} } }`;
export const USER_REFERENCE = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on User { ${USER} } } }`;

export const PASSWORD = '마당에서 만나요 1';

/** An account as nobody else has it. */
export const newOwner = (changes: object = {}) => {
  const number = String(randomInt(1e8)).padStart(8, '0');
  return {
    email: `owner-${number}@example.com`,
    password: PASSWORD,
    name: '김사장',
    phone: `010${number}`,
    store: {
      name: '한글 카페',
      industry: 'CAFE',
      address: '서울 종로구 세종대로 1',
      businessHours: '매일 9–18',
      businessNumber: '1234567891',
    },
    ...changes,
  };
};

export type OpenSession = { accessToken: string; refreshToken: string; expiresAt: string; user: { id: string } & Record<string, unknown> };

/** Signs a new owner up; gives the session and what it was made of. */
export const signUp = async ({ ask }: UserService, changes: object = {}) => {
  const input = newOwner(changes);
  const { data, errors } = await ask(SIGN_UP, { input });
  if (!data) throw new Error(JSON.stringify(errors));
  return { input, session: data.signUp as OpenSession };
};

/** Logs in with the password that every owner here has. */
export const logIn = async ({ ask }: UserService, email: string, password = PASSWORD): Promise<OpenSession> => {
  const { data, errors } = await ask(LOG_IN, { email, password });
  if (!data) throw new Error(JSON.stringify(errors));
  return data.logIn;
};
