import { Migration } from '@mikro-orm/migrations';

/**
 * `event_statistics`: a row an event, the one that is locked. `channel_statistics`: its channels. `registrations`: its entries; the key makes
 * counting them idempotent. `slides_at`: when time next changes the event's `participantsDelta`.
 */
export class CreateStatistics extends Migration {
  override name = 'analytics-001-statistics';

  up(): void {
    this.addSql(`create table event_statistics (
      event_id uuid primary key,
      owner_id uuid,
      created_at timestamptz(3),
      ended_at timestamptz(3),
      estimated_cost numeric(18, 2) not null default 0,
      revenue_per_participant numeric(18, 2) not null default 0,
      target_roi numeric(18, 2) not null default 0,
      participants int not null default 0,
      first_entry_at timestamptz(3),
      last_entry_at timestamptz(3),
      slides_at timestamptz(3),
      version int not null default 0,
      updated_at timestamptz(3) not null
    )`);
    this.addSql('create index statistics_of_owner on event_statistics (owner_id, created_at desc, event_id)');
    this.addSql('create index statistics_to_slide on event_statistics (slides_at) where slides_at is not null');
    this.addSql(`create table channel_statistics (
      event_id uuid not null references event_statistics (event_id),
      channel text not null,
      participants int not null,
      delivery_done boolean,
      expected_views bigint,
      delivery_cost numeric(18, 2),
      completed_at timestamptz(3),
      impressions bigint,
      measured_cost numeric(18, 2),
      measured_at timestamptz(3),
      primary key (event_id, channel)
    )`);
    this.addSql(`create table registrations (
      event_id uuid not null,
      entry_number int not null,
      channel text not null,
      registered_at timestamptz(3) not null,
      primary key (event_id, entry_number)
    )`);
    this.addSql('create index registrations_by_time on registrations (event_id, registered_at)');
  }
}
