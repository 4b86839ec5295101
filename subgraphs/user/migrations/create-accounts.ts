import { Migration } from '@mikro-orm/migrations';

/** Accounts and their sessions. `users_email_key` comes before `users_phone_hash_key`: a row that breaks both is told of the first. */
export class CreateAccounts extends Migration {
  override name = 'user-001-accounts';

  up(): void {
    this.addSql(`create table users (
      id uuid primary key,
      email text not null,
      password_hash text not null,
      name text not null,
      phone_encrypted text not null,
      phone_hash text not null,
      store_name text not null,
      industry text not null,
      address text not null,
      business_hours text,
      business_number_encrypted text not null,
      version int not null,
      created_at timestamptz not null,
      last_login_at timestamptz,
      constraint users_email_key unique (email),
      constraint users_phone_hash_key unique (phone_hash)
    )`);
    this.addSql(`create table sessions (
      id uuid primary key,
      user_id uuid not null references users on delete cascade,
      secret_encrypted text not null,
      generation int not null,
      rotations jsonb not null,
      started_at timestamptz not null,
      expires_at timestamptz not null,
      ended_at timestamptz
    )`);
    this.addSql('create index sessions_of_user on sessions (user_id) where ended_at is null');
    this.addSql('create index sessions_expiry on sessions (expires_at)');
  }
}
