import type { Sql } from '#kit/database.ts';
import { CodedError } from '#kit/errors.ts';
import type { User } from './user.entity.ts';

type Claim = Partial<Pick<User, 'email' | 'phoneHash'>>;

const UNIQUE_VIOLATION = '23505';

/** `USER_001` when somebody has the e-mail address, then `USER_002` when somebody has the phone number; `own` is the account that asks. */
export const refuseTaken = async (sql: Sql, { email, phoneHash }: Claim, own: string | null = null): Promise<void> => {
  const [taken] = await sql<{ email: boolean | null; phone: boolean | null }>(
    `select bool_or(email = $1) as email, bool_or(phone_hash = $2) as phone
     from users where (email = $1 or phone_hash = $2) and id is distinct from $3::uuid`,
    [email ?? null, phoneHash ?? null, own],
  );
  if (taken?.email) throw new CodedError('USER_001');
  if (taken?.phone) throw new CodedError('USER_002');
};

/** Runs a write; when another one took the e-mail address or the phone number meanwhile, it is refused like one that came later. */
export const refusingTaken = async <Result>(write: () => Promise<Result>): Promise<Result> => {
  try {
    return await write();
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code === UNIQUE_VIOLATION && constraint === 'users_email_key') throw new CodedError('USER_001', { cause: error });
    if (code === UNIQUE_VIOLATION && constraint === 'users_phone_hash_key') throw new CodedError('USER_002', { cause: error });
    throw error;
  }
};
