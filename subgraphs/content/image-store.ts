/** Where the files of pictures live (spec §5 Content). Adapters: disk, S3. Ids are the images' ids (UUIDs); anything else is refused. */
export type ImageStore = {
  name: string;
  /** Keeps a PNG under `id`; the same id again replaces it. When it resolves, the file is whole and durable. */
  put(id: string, png: Uint8Array): Promise<void>;
  /** The file's bytes, or null when there is none. */
  open(id: string): Promise<Uint8Array | null>;
  /** Deletes the file; no error when there is none. */
  delete(id: string): Promise<void>;
  /** Every id that has a file, in no order. */
  list(): AsyncIterable<string>;
};
