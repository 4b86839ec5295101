import { Migration } from '@mikro-orm/migrations';

/**
 * What `forget-pictures.ts` goes by: the drafts that pictures were asked for, and which of them became events. Of those from before this
 * nobody knows which were published: they count as published, and their pictures stay.
 */
export class CreateImageDrafts extends Migration {
  override name = 'content-003-image-drafts';

  up(): void {
    this.addSql(`create table image_drafts (
      draft_id uuid primary key,
      published boolean not null default false,
      gone_since timestamptz(3)
    )`);
    this.addSql(
      'insert into image_drafts (draft_id, published) select draft_id, true from images union select draft_id, true from image_requests',
    );
    this.addSql('create index image_drafts_undecided on image_drafts (draft_id) where not published');
    this.addSql('drop index images_by_age');
  }
}
