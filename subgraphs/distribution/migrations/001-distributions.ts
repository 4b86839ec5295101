import { Migration } from '@mikro-orm/migrations';

export class CreateDistributions extends Migration {
  override name = 'distribution-001-distributions';

  up(): void {
    this.addSql(`create table distributions (
      event_id uuid primary key,
      owner_id uuid,
      title text not null default '',
      starts_at timestamptz(3),
      ends_at timestamptz(3),
      ended_at timestamptz(3),
      version int not null default 1
    )`);
    this.addSql(`create table channel_distributions (
      event_id uuid not null references distributions on delete cascade,
      channel text not null,
      status text not null default 'PENDING',
      attempts int not null default 0,
      expected_views int not null default 0,
      cost numeric(18, 2) not null default 0,
      external_id text,
      error text,
      completed_at timestamptz(3),
      due_at timestamptz(3),
      attempts_left int not null,
      lease uuid,
      primary key (event_id, channel)
    )`);
    this.addSql('create index channels_due on channel_distributions (channel, due_at) where due_at is not null');
    this.addSql(`create index channels_done on channel_distributions (channel, event_id) where status = 'DONE'`);
  }
}
