import { startStock } from './stock.ts';
import { createTrial } from './trial.ts';
import { triedSupergraphs } from './tried-supergraphs.ts';

/** By hand: `node gateway/test/differential/run.ts [first seed] [operations a supergraph] [part of a supergraph's name]`. */
const [first = '0', count = '1000', part = ''] = process.argv.slice(2);

for (const { name, supergraph, typeDefs } of triedSupergraphs().filter((each) => each.name.includes(part))) {
  const trial = await createTrial(supergraph, typeDefs, startStock);
  let [wrong, stockWrong] = [0, 0];
  for (let seed = Number(first); seed < Number(first) + Number(count); seed++) {
    const { finding, stock } = await trial.run(seed);
    if (stock) stockWrong++;
    if (!finding) continue;
    if (++wrong > 3) continue;
    console.log(`\n${name}, seed ${seed}, ${JSON.stringify(finding.world)}: ${finding.wrong}\nstock: ${stock ?? 'right'}`);
    console.log(finding.query, JSON.stringify(finding.variables));
    console.log(JSON.stringify({ ours: finding.ours, expected: finding.expected }));
  }
  console.log(`${name}: wrong ${wrong}, stock ${stockWrong} of ${count}`);
  await trial.close();
}
