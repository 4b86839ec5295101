import { Migration } from '@mikro-orm/migrations';

/** Given up again by the next migration. */
export class IndexImagesByAge extends Migration {
  override name = 'content-002-images-by-age';

  up(): void {
    this.addSql('create index images_by_age on images (created_at)');
  }
}
