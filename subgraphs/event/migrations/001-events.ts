import { Migration } from '@mikro-orm/migrations';

export class CreateEvents extends Migration {
  override name = 'event-001-events';

  up(): void {
    this.addSql(`create table events (
      id uuid primary key,
      owner_id uuid not null,
      objective text not null,
      store_name text not null,
      store_industry text not null,
      store_address text not null,
      title text not null,
      description text not null,
      prize text not null,
      participation_method text not null,
      image_id uuid not null,
      image_url text not null,
      channels text[] not null,
      starts_at timestamptz(3) not null,
      ends_at timestamptz(3) not null check (ends_at > starts_at),
      ended_at timestamptz(3),
      created_at timestamptz(3) not null,
      estimated_cost numeric(18, 2) not null,
      target_roi numeric(18, 2),
      revenue_per_participant numeric(18, 2) not null
    )`);
    this.addSql('create index events_of_owner on events (owner_id, created_at desc, id desc)');
    this.addSql('create index events_to_end on events (ends_at) where ended_at is null');
    this.addSql(`create table draft_images (
      draft_id uuid primary key,
      images jsonb not null,
      completed_at timestamptz(3) not null
    )`);
    this.addSql(`create table recommendation_requests (
      job_id uuid primary key,
      draft_id uuid not null,
      requested_at timestamptz(3) not null
    )`);
  }
}
