/** After so many takings, or as many as there are entries, the map is made anew. */
const FEW = 64;

/**
 * A map whose entries come and go all the time. V8's `Map` leaves a chain of the tables it has outgrown behind, and once one of them
 * is old, all that was in the later ones stays until a full collection: under load answers of 68 MB a second did, and a gateway
 * collected its whole heap once or twice a second. Here each table is soon left for one of a new map, to which no chain leads.
 */
export class PassingMap<Key, Value> {
  private map = new Map<Key, Value>();
  private untilNew = FEW;

  get size(): number {
    return this.map.size;
  }

  get(key: Key): Value | undefined {
    return this.map.get(key);
  }

  has(key: Key): boolean {
    return this.map.has(key);
  }

  set(key: Key, value: Value): void {
    this.map.set(key, value);
  }

  /** Removes an entry, and gives what it was. */
  take(key: Key): Value | undefined {
    const value = this.map.get(key);
    if (!this.map.delete(key)) return undefined;
    if (--this.untilNew === 0) {
      this.map = new Map(this.map);
      this.untilNew = Math.max(FEW, this.map.size);
    }
    return value;
  }

  /** All there are now, as a list: entries may go meanwhile. */
  entries(): [Key, Value][] {
    return [...this.map];
  }

  clear(): void {
    this.map = new Map();
    this.untilNew = FEW;
  }
}
