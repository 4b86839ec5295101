import { Migration } from '@mikro-orm/migrations';

/**
 * The tables of delivery (spec §4), the same in every service's schema.
 * `outbox`: messages committed with their change; `published_at` is set when the bus has them.
 * `inbox`: messages taken from the bus, one row a consumer; done when `done_at` is set, a dead letter when `parked_at` is.
 * `inbox_lease`: the keys in work, each by one worker; `starts` counts the beginnings of a work that has not ended.
 */
class CreateDelivery extends Migration {
  override name = 'kit-001-delivery';

  up(): void {
    this.addSql(`create table outbox (
      id bigint generated always as identity primary key,
      message_id uuid not null,
      type text not null,
      source text not null,
      "time" timestamptz not null,
      "key" text not null,
      data jsonb not null,
      traceparent text,
      created_at timestamptz not null default now(),
      published_at timestamptz
    )`);
    this.addSql('create index outbox_waiting on outbox (id) where published_at is null');
    this.addSql('create index outbox_published on outbox (published_at) where published_at is not null');
    this.addSql(`create table inbox (
      seq bigint generated always as identity primary key,
      consumer text not null,
      message_id text not null,
      type text not null,
      source text not null,
      "time" timestamptz not null,
      "key" text not null,
      data jsonb,
      raw bytea,
      traceparent text,
      received_at timestamptz not null default now(),
      next_at timestamptz not null default now(),
      attempts int not null default 0,
      done_at timestamptz,
      parked_at timestamptz,
      error text,
      unique (consumer, message_id)
    )`);
    this.addSql('create index inbox_waiting on inbox (consumer, "key", seq) where done_at is null and parked_at is null');
    this.addSql('create index inbox_done on inbox (done_at) where done_at is not null');
    this.addSql('create index inbox_parked on inbox (parked_at) where parked_at is not null');
    this.addSql(`create table inbox_lease (
      consumer text not null,
      "key" text not null,
      token uuid not null,
      leased_until timestamptz not null,
      starts int not null default 1,
      primary key (consumer, "key")
    )`);
  }
}

export const deliveryMigrations = [CreateDelivery];
