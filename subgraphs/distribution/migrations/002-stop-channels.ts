import { Migration } from '@mikro-orm/migrations';

export class StopChannels extends Migration {
  override name = 'distribution-002-stop-channels';

  up(): void {
    this.addSql('alter table channel_distributions add column stop_due_at timestamptz(3), add column stop_failures int not null default 0');
    this.addSql('create index channels_to_stop on channel_distributions (channel, stop_due_at) where stop_due_at is not null');
  }
}
