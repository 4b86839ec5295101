import type { Answer } from './front-end.ts';
import { createPace, type Load, persist, rest } from './load.ts';

const PARTICIPATE = 'mutation ($input: ParticipateInput!) { participate(input: $input) { id entryNumber } }';
/** People at once. */
const PEOPLE = 24;
/** Of the entries: those of an impatient customer who sends twice at once, those nobody sends again, those for a channel that is none. */
const TWICE = 0.03;
const GIVEN_UP = 0.02;
const MISTAKEN = 0.01;

/** Customers who take part in open events, so many a second in all, until the load ends; half of them in the first event. */
export const runCrowd = async (load: Load, perSecond: number): Promise<void> => {
  const pace = createPace(perSecond);
  const person = async (): Promise<void> => {
    while (!load.stopping.aborted) {
      await pace();
      const eventId = load.random.next() < 0.5 ? load.open[0] : load.random.pick(load.open);
      if (eventId === undefined) await rest(load, 500);
      else await enter(load, eventId);
    }
  };
  await Promise.all(Array.from({ length: PEOPLE }, person));
};

/** One customer takes part. */
const enter = async (load: Load, eventId: string): Promise<void> => {
  const { random, frontEnd, gateways } = load;
  const number = load.next();
  const name = `손님 ${number}`;
  const input = {
    eventId,
    name,
    phone: `010${String(number).padStart(8, '0')}`,
    channel: random.next() < MISTAKEN ? 'RINGO_BIZ' : random.pick(['GENIE_TV', 'SNS']),
    storeVisit: random.next() < 0.3,
    consentPersonalInfo: true,
  };
  const send = (gateway?: string): Promise<Answer> =>
    frontEnd.mutate({
      text: PARTICIPATE,
      variables: { input },
      op: 'participate',
      key: name,
      eventId,
      gateway,
      result: ({ participate }) => ({ id: participate.id, entryNumber: participate.entryNumber }),
    });
  const style = random.next();
  if (style < GIVEN_UP) await send();
  else if (style < GIVEN_UP + TWICE) await Promise.all(gateways.map((gateway) => send(gateway)));
  else await persist(() => send());
};
