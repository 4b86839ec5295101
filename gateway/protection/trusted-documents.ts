import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { type DocumentNode, GraphQLError, type GraphQLFormattedError, Kind, parse, print, type ValidationRule } from 'graphql';
import { z } from 'zod';

/** The documents that clients may send when others are refused. */
export type TrustedDocuments = {
  /** Whether a document is one of them; formatting and comments do not count. */
  has: (document: DocumentNode) => boolean;
  /** The text under an id: its SHA-256 in hex, or what the operator's file calls it. */
  textOf: (id: string) => string | undefined;
  /** All of them. */
  texts: readonly string[];
  operationNames: ReadonlySet<string>;
};

/** Apollo's manifest of persisted queries, or simply texts by their ids. */
const Manifest = z.union([
  z
    .object({ operations: z.array(z.object({ id: z.string(), body: z.string() })) })
    .transform(({ operations }) => Object.fromEntries(operations.map(({ id, body }) => [id, body]))),
  z.record(z.string(), z.string()),
]);

/** Documents by id. Throws for one that does not parse. */
export const trustDocuments = (texts: Readonly<Record<string, string>>): TrustedDocuments => {
  const known = new Set<string>();
  const byId = new Map<string, string>();
  const operationNames = new Set<string>();
  for (const [id, text] of Object.entries(texts)) {
    const document = parse(text, { noLocation: true });
    known.add(fingerprint(document));
    for (const definition of document.definitions)
      if (definition.kind === Kind.OPERATION_DEFINITION && definition.name) operationNames.add(definition.name.value);
    byId.set(id, text);
    byId.set(sha256(text), text);
  }
  return { has: (document) => known.has(fingerprint(document)), textOf: (id) => byId.get(id), texts: Object.values(texts), operationNames };
};

/**
 * Learns documents from a folder of `.graphql` files and from the operator's file.
 *
 * @param folder ends with a slash
 * @param file JSON: Apollo's manifest of persisted queries (`operations: [{ id, body }]`), or an object of texts by ids
 * @throws Error naming the file that cannot be read
 */
export const readTrustedDocuments = async (folder: URL, file?: string): Promise<TrustedDocuments> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.graphql'));
  const own = await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, folder), 'utf8')] as const));
  const given = file ? await readManifest(file) : {};
  return trustDocuments({ ...Object.fromEntries(own), ...given });
};

const readManifest = async (file: string): Promise<Record<string, string>> => {
  try {
    const texts = Manifest.parse(JSON.parse(await readFile(file, 'utf8')));
    trustDocuments(texts);
    return texts;
  } catch (error) {
    throw new Error(`The trusted documents in ${file} cannot be read.`, { cause: error });
  }
};

/** Refuses every other document, by the code `DOCUMENT_NOT_TRUSTED`. */
export const trustedOnly =
  (trusted: TrustedDocuments): ValidationRule =>
  (context) => ({
    Document: (document) => {
      if (!trusted.has(document)) context.reportError(notTrusted());
    },
  });

/** The refusal's message; Apollo Server replaces codes of validation. */
export const NOT_TRUSTED = 'This document is not one of the trusted documents. Register it with the operator, then send it again.';

const notTrusted = (): GraphQLError => new GraphQLError(NOT_TRUSTED, { extensions: { code: 'DOCUMENT_NOT_TRUSTED' } });

/** The errors of a document; of one that is not trusted only that it is not: the others tell what the schema has. */
export const untrustedFirst = <Shown extends GraphQLFormattedError | GraphQLError>(errors: readonly Shown[]): readonly Shown[] => {
  const untrusted = errors.filter(({ extensions }) => extensions?.code === 'DOCUMENT_NOT_TRUSTED');
  return untrusted.length > 0 ? untrusted : errors;
};

const fingerprint = (document: DocumentNode): string => sha256(print(document));

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
