import { randomBytes } from 'node:crypto';
import { Channel } from '#schema/enums.ts';
import { startPartnerSimulator } from './partner-simulator.ts';

/** A partner to develop against, until it is ended: `node e2e/partner-simulator/main.ts [port]`. */
const partner = await startPartnerSimulator({ secret: randomBytes(24).toString('hex'), port: Number(process.argv[2] ?? 0) });
const variables = Channel.options.flatMap((channel) => [`${channel}_URL=${partner.urlOf(channel)}`, `${channel}_SECRET=${partner.secret}`]);
process.stdout.write(`${['CHANNELS=http', ...variables].join('\n')}\n`);
