import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GraphQLObjectType, getNamedType, isObjectType } from 'graphql';
import pg from 'pg';
import { api } from '../api.ts';
import type { Client, Data } from '../client.ts';
import { differences, everythingKept } from '../everything-kept.ts';
import { idsOf, withValue } from '../ids.ts';
import { type Madang, startMadang } from '../madang.ts';
import { type Shop, type TwoShops, twoShops } from '../two-shops.ts';
import { fieldAccess, reachedByAnybody, rootAccess } from './access.ts';
import { type Answer, askOnce, operation } from './ask-once.ts';
import { type RootField, rootFields, variablesOf } from './root-fields.ts';
import { outsideSelection, ownersPaths, reachedFrom, wholeSelection } from './selections.ts';

const title = ({ kind, name }: RootField): string => `${kind}.${name}`;
const titled = (roots: readonly RootField[]) => roots.map((root) => [title(root), root] as const);
const withAccess = (...accesses: RootField['access'][]) => titled(rootFields.filter(({ access }) => accesses.includes(access)));

const codesOf = ({ errors = [] }: Answer): Data[] => errors.map(({ extensions }) => extensions?.code);
const dataOf = ({ data }: Answer, { name }: RootField): Data => data?.[name] ?? null;

describe('Authorisation', () => {
  let madang: Madang;
  let database: pg.Client;
  let shops: TwoShops;
  /** Three who are nobody. */
  let nobodies: Record<string, Client>;

  beforeAll(async () => {
    madang = await startMadang('all in one', { COST_LIMIT: '1000000' });
    database = new pg.Client({ connectionString: madang.databaseUrl });
    await database.connect();
    shops = await twoShops(madang.client);
    const { anyone, shop } = shops;
    await shop.owner.client.ask('draw-winners', { eventId: shop.eventId, count: 1 });
    const { logIn } = await anyone.ask('log-in', { email: shop.owner.email, password: shop.owner.password });
    const loggedOut = anyone.as(logIn.accessToken);
    await loggedOut.ask('log-out');
    nobodies = { 'without a token': anyone, 'with a token that is none': anyone.as('none'), 'with a token that was logged out': loggedOut };
  }, 120_000);
  afterAll(async () => {
    await database?.end();
    await madang?.stop();
  }, 60_000);

  /** What nobody else may find in an answer. */
  const secretsOf = ({ owner, customerPhone }: Shop): string[] => [owner.id, owner.email, customerPhone];

  it('is said of every field of the API, and of no other', () => {
    const types = Object.values(api.getTypeMap()).filter((type): type is GraphQLObjectType => isObjectType(type) && !/__/.test(type.name));
    const names = (table: Record<string, object>) =>
      Object.fromEntries(Object.entries(table).map(([name, of]) => [name, Object.keys(of).toSorted()]));
    expect(names({ ...rootAccess, ...fieldAccess })).toEqual(names(Object.fromEntries(types.map((type) => [type.name, type.getFields()]))));
  });

  it('lets anybody reach what is public and no other type', () => {
    const roots = rootFields.filter(({ access }) => access === 'anybody').map(({ field }) => getNamedType(field.type));
    expect([...reachedFrom(roots)].toSorted()).toEqual(reachedByAnybody.toSorted());
  });

  describe('of a root field that is an account’s', () => {
    it.each(withAccess('account', 'hidden', 'owner'))('%s is UNAUTHENTICATED for nobody, and changes nothing', async (_, root) => {
      const variables = await variablesOf(root, shops);
      const before = await everythingKept(database);
      for (const [who, client] of Object.entries(nobodies)) {
        const answer = await askOnce(root.kind, client, operation(root.kind, root.field, '__typename'), variables);
        const isBadToken = root.name === 'logOut' && who !== 'without a token';
        expect([who, codesOf(answer), dataOf(answer, root)]).toEqual([who, [isBadToken ? 'AUTH_002' : 'UNAUTHENTICATED'], null]);
      }
      expect(differences(before, await everythingKept(database))).toEqual([]);
    });

    it.each(withAccess('hidden'))('%s answers another owner exactly as if it did not exist', async (_, root) => {
      const variables = await variablesOf(root, shops);
      const before = await everythingKept(database);
      const query = operation(root.kind, root.field, '__typename');
      const ask = (asked: Record<string, Data>) => askOnce(root.kind, shops.other.owner.client, query, asked);
      const answer = await ask(variables);
      expect([codesOf(answer), dataOf(answer, root)]).toEqual([['EVENT_001'], null]);
      expect(answer).toEqual(await ask(withValue(variables, idsOf(root.field)[0]!, randomUUID())));
      expect(differences(before, await everythingKept(database))).toEqual([]);
    });

    it.each(withAccess('owner'))('%s is FORBIDDEN for another owner, and changes nothing', async (_, root) => {
      const variables = await variablesOf(root, shops);
      const before = await everythingKept(database);
      const answer = await askOnce(root.kind, shops.other.owner.client, operation(root.kind, root.field, '__typename'), variables);
      expect([codesOf(answer), dataOf(answer, root)]).toEqual([['FORBIDDEN'], null]);
      expect(differences(before, await everythingKept(database))).toEqual([]);
    });
  });

  const readable = withAccess('account', 'hidden', 'owner').filter(([, { kind }]) => kind !== 'Mutation');

  it.each(readable)('of %s lets the owner read everything below it', async (_, root) => {
    const query = operation(root.kind, root.field, wholeSelection(getNamedType(root.field.type), new Set()));
    const answer = await askOnce(root.kind, shops.shop.owner.client, query, await variablesOf(root, shops));
    expect(answer.errors).toBeUndefined();
    expect(dataOf(answer, root)).not.toBeNull();
  });

  it.each(readable.filter(([, { access }]) => access === 'account'))('of %s gives another owner nothing of the first', async (_, root) => {
    const query = operation(root.kind, root.field, wholeSelection(getNamedType(root.field.type), new Set()));
    const answer = await askOnce(root.kind, shops.other.owner.client, query, await variablesOf(root, shops));
    expect(answer.errors).toBeUndefined();
    for (const secret of [...secretsOf(shops.shop), shops.shop.eventId, shops.shop.draftId])
      expect(JSON.stringify(answer)).not.toContain(secret);
  });

  it('was tried by its owner on every field of every type', () => {
    const read = new Set<string>();
    for (const [, { field }] of readable) wholeSelection(getNamedType(field.type), read);
    const outside = ['Participation', 'EventPulse', 'Session', 'JobError'];
    const all = Object.entries(fieldAccess).flatMap(([type, fields]) => Object.keys(fields).map((name) => `${type}.${name}`));
    expect(all.filter((name) => !read.has(name) && !outside.includes(name.split('.')[0]!))).toEqual([]);
  });

  describe('of what is public', () => {
    /** Those that name an event or an image; the others give what is one's own, or a yes or no. */
    const publicRoots = titled(rootFields.filter(({ access, field }) => access === 'anybody' && idsOf(field).length > 0));

    it.each(publicRoots)('%s keeps the owner’s part from everybody else and leaves the rest', async (_, root) => {
      const isOpen = root.name === 'participate';
      const [mine, others] = isOpen ? [shops.other, shops.shop] : [shops.shop, shops.other];
      const swapped = { ...shops, shop: mine, other: others };
      const type = getNamedType(root.field.type);
      const ask = async (client: Client) =>
        askOnce(root.kind, client, operation(root.kind, root.field, outsideSelection(type)), await variablesOf(root, swapped));
      for (const [client, code] of [
        ...Object.values(nobodies).map((each) => [each, 'UNAUTHENTICATED'] as const),
        [others.owner.client, 'FORBIDDEN'] as const,
      ]) {
        const answer = await ask(client);
        const expected = root.name === 'eventPulse' ? 'UNAUTHENTICATED' : code;
        expect((answer.errors ?? []).map(({ path, extensions }) => [path?.join('.'), extensions?.code]).toSorted()).toEqual(
          ownersPaths(type)
            .map((path) => [`${root.name}.${path}`, expected])
            .toSorted(),
        );
        for (const path of ownersPaths(type)) expect([path, valueAt(dataOf(answer, root), path)]).toEqual([path, null]);
        for (const secret of secretsOf(mine)) expect(JSON.stringify(answer)).not.toContain(secret);
      }
    });

    it('Event.draw has its winners masked for all but the owner, and is otherwise the same for everybody', async () => {
      const root = rootFields.find(({ kind, name }) => kind === 'Query' && name === 'event')!;
      const query = operation('Query', root.field, outsideSelection(getNamedType(root.field.type)));
      const ask = async (client: Client): Promise<Data> => (await client.askRaw(query, await variablesOf(root, shops))).data.event;
      const [owners, others, nobodys] = await Promise.all([shops.shop.owner.client, shops.other.owner.client, shops.anyone].map(ask));
      expect(owners.draw.winners[0].phone).toBe(shops.shop.customerPhone);
      for (const seen of [others, nobodys]) {
        expect(seen.draw.winners[0]).toMatchObject({ name: expect.stringContaining('*'), phone: expect.stringContaining('*') });
        expect(publicPart(seen)).toEqual(publicPart(owners));
      }
    });
  });

  describe('of each field of an event that is the owner’s alone', () => {
    const event = api.getType('Event') as GraphQLObjectType;
    const ownersFields = Object.values(event.getFields()).filter(({ name }) => fieldAccess.Event?.[name] === 'owner');

    it.each(ownersFields)('$name is null with the code for everybody else, and everything for the owner', async ({ name, type }) => {
      const below = wholeSelection(getNamedType(type), new Set());
      const query = `query ($id: ID!) { event(id: $id) { title ${name} ${below ? `{ ${below} }` : ''} } }`;
      const ask = (client: Client) => client.askRaw(query, { id: shops.shop.eventId });
      for (const client of Object.values(nobodies)) {
        const answer = await ask(client);
        expect([answer.data.event, codesOf(answer)]).toEqual([{ title: expect.any(String), [name]: null }, ['UNAUTHENTICATED']]);
      }
      const others = await ask(shops.other.owner.client);
      expect([others.data.event, codesOf(others)]).toEqual([{ title: expect.any(String), [name]: null }, ['FORBIDDEN']]);
      const owners = await ask(shops.shop.owner.client);
      expect(owners.errors).toBeUndefined();
      if (name !== 'targetRoi') expect(owners.data.event[name]).not.toBeNull();
    });
  });

  it('of User.analytics asks for a token also in a session that was just opened', async () => {
    const { email, password, client } = shops.shop.owner;
    const query =
      'mutation ($email: String!, $password: String!) { logIn(email: $email, password: $password) { user { email analytics { events } } } }';
    const answer = await shops.anyone.askRaw(query, { email, password });
    expect([answer.data.logIn.user, codesOf(answer)]).toEqual([{ email, analytics: null }, ['UNAUTHENTICATED']]);
    expect((await client.askRaw(query, { email, password })).data.logIn.user.analytics.events).toBe(1);
  });
});

const valueAt = (data: Data, path: string): Data => path.split('.').reduce((value, name) => value?.[name] ?? null, data);

/** An event as everybody sees it. */
const publicPart = ({ draw, ...event }: Data): Data => ({
  ...Object.fromEntries(Object.entries(event).filter(([name]) => fieldAccess.Event?.[name] === 'open')),
  draw: { ...draw, winners: draw.winners.map(({ name: _name, phone: _phone, ...winner }: Data) => winner) },
});
