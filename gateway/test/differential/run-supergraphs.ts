import { madeUpTrial } from './made-up-trial.ts';

/** By hand: `node gateway/test/differential/run-supergraphs.ts [first seed] [supergraphs] [operations a supergraph]`. */
const [first = '0', count = '100', operations = '12'] = process.argv.slice(2);

let [tried, wrong] = [0, 0];
for (let seed = Number(first); seed < Number(first) + Number(count); seed++) {
  const trial = await madeUpTrial(seed);
  if (!trial) continue;
  tried++;
  for (let operation = 0; operation < Number(operations); operation++) {
    const { finding } = await trial.run(seed * 1_000 + operation);
    if (!finding || ++wrong > 10) continue;
    console.log(`\nSupergraph ${seed}, seed ${finding.seed}, ${JSON.stringify(finding.world)}: ${finding.wrong}`);
    console.log(finding.query, JSON.stringify(finding.variables));
    console.log(JSON.stringify({ ours: finding.ours, expected: finding.expected }));
  }
}
console.log(`${tried} supergraphs, ${count} made up: wrong ${wrong}`);
