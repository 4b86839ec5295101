import { ConfigError, type Environment } from '#kit/config.ts';
import { type ServiceName, services } from '#schema/services.ts';
import { serviceConfigs } from '../service-configs.ts';
import { environmentOf, type Manifest, podOf, secretsOf, type Tell } from './manifests.ts';

/** Reads an environment as the service does; tells what it refuses, and which variables of the service a Secret holds without handing them on. */
const read = (name: ServiceName, environment: Environment, secrets: Environment, tell: Tell): { PORT: number } | undefined => {
  try {
    const config = serviceConfigs[name](environment);
    const known = Object.keys(serviceConfigs[name]({ ...secrets, ...environment }));
    for (const variable of known) {
      if (secrets[variable] && !environment[variable]) tell(`is not given ${variable}, which a Secret holds`);
    }
    return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    error.problems.forEach(tell);
  }
};

/**
 * What a cluster would only tell at the roll-out: that each service's `config.ts` accepts what its pod is given, that its port is the one it is
 * asked on, and that the migration Job, which reads every service's configuration but the gateway's, is given all of it.
 */
export const configurationProblems = (manifests: readonly Manifest[]): string[] => {
  const problems: string[] = [];
  const teller =
    (who: string): Tell =>
    (problem) =>
      void problems.push(`${who}: ${problem}`);
  const secrets = secretsOf(manifests);
  const job = podOf(manifests, 'Job', 'migrate')?.spec.containers[0];
  if (!job) problems.push('there is no Job migrate');
  const ofJob = job && environmentOf(job, manifests, teller('migrate'));
  for (const name of Object.keys(services) as ServiceName[]) {
    if (ofJob && name !== 'gateway') read(name, ofJob, secrets, teller(`migrate, ${name}`));
    const tell = teller(name);
    const container = podOf(manifests, 'Deployment', name)?.spec.containers[0];
    if (!container) {
      tell('has no Deployment');
      continue;
    }
    const config = read(name, environmentOf(container, manifests, tell), secrets, tell);
    const { port } = services[name];
    if (config && (config.PORT !== port || container.ports?.[0]?.containerPort !== port))
      tell('its port is not that of schema/services.ts');
    if (container.args[0] !== name) tell(`is started as ${container.args[0]}`);
  }
  return problems;
};
