import { connect } from '#e2e/client.ts';
import { createLog } from '#kit/log.ts';
import { closeOnSignal, orExit, startOrExit } from '#kit/run-service.ts';
import { simulatedChannels } from '#subgraphs/distribution/channels/simulated.ts';
import { startAllInOne } from '../main.ts';
import { fillSample } from './fill-sample.ts';
import { sampleEnvironment } from './sample-environment.ts';
import { factorOf } from './sample-events.ts';
import { scaledChannels } from './scaled-channels.ts';

/** `npm run sample` (spec §5): a Madang of its own with three events and their figures. It keeps serving; run again it adds nothing. */
const write = (text: string): void => void process.stdout.write(`${text}\n`);

const environment = orExit(() => sampleEnvironment(process.env));
const channels = scaledChannels(simulatedChannels(createLog(environment.LOG_LEVEL ?? 'warn', 'sample')), factorOf);
const madang = await startOrExit(() => startAllInOne(environment, { distribution: { channels } }));
closeOnSignal(madang.close);

const login = await madang.sampleOwner();
const anyone = connect(madang.url);
const { logIn } = await anyone.ask('log-in', login);
const owner = { client: anyone.as(logIn.accessToken), id: logIn.user.id, refreshToken: logIn.refreshToken, ...login };
write('Making the sample …');
const events = await fillSample(owner, (line) => write(`  ${line}`));

write('\nThe sample is ready.');
write(`  graph         ${madang.url}/graphql`);
write(`  sample owner  ${login.email}  password ${login.password}`);
for (const { id, title, dashboard } of events) {
  const { totalViews, participants, conversionRate, roi } = dashboard;
  write(`  ${title}  ${totalViews} views · ${participants} participants · ${conversionRate} % · ROI ${roi ?? '–'} %  ${id}`);
}
