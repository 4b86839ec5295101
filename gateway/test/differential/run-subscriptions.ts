import { followedSupergraphs } from './followed-supergraphs.ts';
import { createSubscriptionTrial } from './subscription-trial.ts';

/**
 * By hand: `node gateway/test/differential/run-subscriptions.ts [first seed] [subscriptions a supergraph] [part of a supergraph's name]`.
 */
const [first = '0', count = '100', part = ''] = process.argv.slice(2);

for (const tried of followedSupergraphs().filter(({ name }) => name.includes(part))) {
  const trial = createSubscriptionTrial(tried);
  let wrong = 0;
  for (let seed = Number(first); seed < Number(first) + Number(count); seed++) {
    const finding = await trial.run(seed);
    if (!finding) continue;
    if (++wrong > 3) continue;
    console.log(`\n${tried.name}, seed ${seed}, ${JSON.stringify(finding.world)}: ${finding.wrong}`);
    console.log(finding.query, JSON.stringify(finding.variables));
    console.log(JSON.stringify({ ours: finding.ours.data, expected: finding.expected.data }));
  }
  console.log(`${tried.name}: wrong ${wrong} of ${count}`);
}
