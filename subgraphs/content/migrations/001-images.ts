import { Migration } from '@mikro-orm/migrations';

export class CreateImages extends Migration {
  override name = 'content-001-images';

  up(): void {
    this.addSql(`create table images (
      id uuid primary key,
      job_id uuid not null,
      draft_id uuid not null,
      owner_id uuid not null,
      style text not null,
      platform text not null,
      width int not null,
      height int not null,
      variant int not null,
      provider text not null,
      created_at timestamptz(3) not null
    )`);
    this.addSql('create index images_of_job on images (job_id)');
    this.addSql('create index images_of_draft on images (draft_id)');
    this.addSql(`create table image_requests (
      job_id uuid primary key,
      draft_id uuid not null,
      owner_id uuid not null,
      styles text[] not null,
      platforms text[] not null,
      requested_at timestamptz(3) not null,
      deadline timestamptz(3) not null,
      replaces uuid
    )`);
    this.addSql('create index image_requests_of_draft on image_requests (draft_id, requested_at desc)');
    this.addSql('create index image_requests_by_age on image_requests (requested_at)');
  }
}
