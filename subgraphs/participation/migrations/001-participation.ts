import { Migration } from '@mikro-orm/migrations';

export class CreateParticipation extends Migration {
  override name = 'participation-001';

  up(): void {
    this.addSql(`create table events (
      id uuid primary key,
      owner_id uuid not null,
      channels text[] not null,
      starts_at timestamptz(3) not null,
      ends_at timestamptz(3) not null,
      ended_at timestamptz(3),
      sealed_seed text not null,
      commitment text not null,
      participant_count int not null default 0,
      drawn_at timestamptz(3),
      version int not null default 1
    )`);
    this.addSql(`create table participants (
      id uuid primary key,
      event_id uuid not null references events (id),
      entry_number int not null,
      name text not null,
      sealed_phone text not null,
      phone_hash text not null,
      last_four_hash text not null,
      channel text not null,
      store_visit boolean not null,
      registered_at timestamptz(3) not null,
      consent_version text not null,
      personal_info_consent_at timestamptz(3) not null,
      marketing_consent_at timestamptz(3),
      winner_rank int,
      constraint participants_entry unique (event_id, entry_number),
      constraint participants_phone unique (event_id, phone_hash)
    )`);
    this.addSql('create index participants_last_four on participants (event_id, last_four_hash)');
    this.addSql('create unique index participants_winner on participants (event_id, winner_rank) where winner_rank is not null');
    this.addSql(`create table draws (
      id uuid primary key,
      event_id uuid not null unique references events (id),
      drawn_at timestamptz(3) not null,
      seed text not null,
      commitment text not null,
      algorithm text not null,
      count int not null,
      store_visit_bonus boolean not null,
      entries_hash text not null
    )`);
  }
}
