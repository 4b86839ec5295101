/**
 * A map whose entries come and go all the time. V8's `Map` leaves a chain of the tables it has outgrown behind, and once one of them is old, all that was in the
 * later ones stays until a full collection: under load answers of 68 MB a second did, and a gateway collected its whole heap once or twice
 * a second. What an entry held is let go here when the entry goes; only its key stays so long.
 */
export class PassingMap<Key, Value> {
  private readonly holders = new Map<Key, { value: Value | undefined }>();

  get size(): number {
    return this.holders.size;
  }

  get(key: Key): Value | undefined {
    return this.holders.get(key)?.value;
  }

  has(key: Key): boolean {
    return this.holders.has(key);
  }

  set(key: Key, value: Value): void {
    const holder = this.holders.get(key);
    if (holder) holder.value = value;
    else this.holders.set(key, { value });
  }

  /** Removes an entry, and gives what it was. */
  take(key: Key): Value | undefined {
    const holder = this.holders.get(key);
    if (!holder) return undefined;
    const { value } = holder;
    holder.value = undefined;
    this.holders.delete(key);
    return value;
  }

  /** All there are now, as a list: entries may go meanwhile. */
  entries(): [Key, Value][] {
    return Array.from(this.holders, ([key, { value }]) => [key, value as Value]);
  }

  clear(): void {
    for (const holder of this.holders.values()) holder.value = undefined;
    this.holders.clear();
  }
}
