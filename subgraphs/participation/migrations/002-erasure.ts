import { Migration } from '@mikro-orm/migrations';

/** Participants may lose what is personal; the rest stays. */
export class ErasePersonalData extends Migration {
  override name = 'participation-002';

  up(): void {
    this.addSql(`alter table participants
      alter column sealed_phone drop not null,
      alter column phone_hash drop not null,
      alter column last_four_hash drop not null,
      add column erased_at timestamptz(3)`);
    this.addSql('alter table events add column erased_at timestamptz(3)');
    this.addSql('create index events_to_erase on events (coalesce(ended_at, ends_at)) where erased_at is null');
  }
}
