import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startLocalServer } from '#kit/testing/local-server.ts';

export const access = { region: 'ap-northeast-2', accessKeyId: 'AKIAMADANG', secretAccessKey: 'a secret/of+the=tests' };

type StoredObject = { body: Buffer; headers: IncomingMessage['headers']; at: Date };

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

/** What the request should be signed with (AWS Signature Version 4), by the rules of its documentation. */
const signatureOf = ({ method, url = '', headers }: IncomingMessage, signed: string[], scope: string): string => {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const query = [...searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`).sort();
  const lines = signed.map((name) => `${name}:${String(headers[name]).trim()}\n`).join('');
  const canonical = [method, pathname, query.join('&'), lines, signed.join(';'), headers['x-amz-content-sha256']].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${access.secretAccessKey}`);
  return hmac(key as Buffer, toSign).toString('hex');
};

const isSigned = (request: IncomingMessage, body: Buffer): boolean => {
  const { authorization = '', 'x-amz-date': date = '', 'x-amz-content-sha256': hash } = request.headers;
  const parts = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(authorization);
  if (!parts) return false;
  const [, id, scope = '', names = '', signature] = parts;
  const signed = names.split(';');
  const mustSign = ['host', ...Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'))];
  const day = String(date).slice(0, 8);
  return (
    id === access.accessKeyId &&
    scope === `${day}/${access.region}/s3/aws4_request` &&
    day === new Date().toISOString().slice(0, 10).replaceAll('-', '') &&
    mustSign.every((name) => signed.includes(name)) &&
    (hash === 'UNSIGNED-PAYLOAD' || hash === createHash('sha256').update(body).digest('hex')) &&
    signature === signatureOf(request, signed, scope)
  );
};

const fail = (response: ServerResponse, status: number, code: string): ServerResponse =>
  response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);

/** A local server that speaks what an image store needs of S3's REST API, path style, and refuses what is not signed rightly. Pages hold two objects. */
export const startS3Server = async (bucket = 'posters') => {
  const objects = new Map<string, StoredObject>();
  const failures: ('error' | 'drop' | 'hang')[] = [];
  let asked = 0;

  const listing = (query: URLSearchParams): string => {
    const after = Buffer.from(query.get('continuation-token') ?? '', 'base64').toString();
    const keys = [...objects.keys()].sort().filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after);
    const page = keys.slice(0, 2);
    const contents = page.map(
      (key) => `<Contents><Key>${key}</Key><LastModified>${objects.get(key)?.at.toISOString()}</LastModified><Size>1</Size></Contents>`,
    );
    const more = keys.length > page.length;
    const next = more ? `<NextContinuationToken>${Buffer.from(page.at(-1) ?? '').toString('base64')}</NextContinuationToken>` : '';
    return `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucket}</Name><KeyCount>${page.length}</KeyCount><IsTruncated>${more}</IsTruncated>${contents.join('')}${next}</ListBucketResult>`;
  };

  const answer = (request: IncomingMessage, response: ServerResponse, body: Buffer): ServerResponse => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3');
    const [, named, ...rest] = decodeURIComponent(pathname).split('/');
    const key = rest.join('/');
    if (!isSigned(request, body)) return fail(response, 403, 'SignatureDoesNotMatch');
    if (named !== bucket) return fail(response, 404, 'NoSuchBucket');
    if (request.method === 'GET' && key === '' && searchParams.get('list-type') === '2')
      return response.writeHead(200, { 'content-type': 'application/xml' }).end(listing(searchParams));
    if (request.method === 'PUT') {
      objects.set(key, { body, headers: request.headers, at: new Date() });
      return response.writeHead(200, { etag: '"x"' }).end();
    }
    if (request.method === 'DELETE') {
      objects.delete(key);
      return response.writeHead(204).end();
    }
    const object = objects.get(key);
    if (!object) return fail(response, 404, 'NoSuchKey');
    return response.writeHead(200, { 'content-type': String(object.headers['content-type']) }).end(object.body);
  };

  const { url, close } = await startLocalServer(async (request, response) => {
    asked++;
    const body = Buffer.concat(await Array.fromAsync(request));
    const failure = failures.shift();
    if (failure === 'error') fail(response, 503, 'SlowDown');
    else if (failure === 'drop') response.destroy();
    else if (failure === undefined) answer(request, response, body);
  });
  return {
    endpoint: url,
    bucket,
    objects,
    /** How the next requests fail. */
    failNext: (...next: typeof failures): void => void failures.push(...next),
    asked: () => asked,
    close,
  };
};
