import { Migration } from '@mikro-orm/migrations';

/** Makes `ILIKE '%…%'` fast where PostgreSQL brings pg_trgm and lets us create it; without it the search reads one owner's events. */
export class CreateSearch extends Migration {
  override name = 'event-002-search';

  up(): void {
    this.addSql(`do $$
    begin
      begin
        create extension if not exists pg_trgm schema public;
      exception when others then
        raise notice 'pg_trgm is not available: %', sqlerrm;
      end;
      if exists (select from pg_opclass where opcname = 'gin_trgm_ops' and pg_opclass_is_visible(oid)) then
        create index events_search on events using gin (title gin_trgm_ops, prize gin_trgm_ops, store_name gin_trgm_ops);
      end if;
    end $$`);
  }
}
