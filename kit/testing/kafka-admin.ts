import { Admin, ConfigResourceTypes, Consumer } from '@platformatic/kafka';

const RETENTION = 'retention.ms';
const SEGMENT = 'segment.ms';

/** How a topic was made. */
export const describeTopic = async (
  brokers: string,
  topic: string,
): Promise<{ partitions: number; retention: string | null | undefined; segment: string | null | undefined }> => {
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: [brokers] });
  try {
    const { topics } = await admin.metadata({ topics: [topic] });
    const resources = [{ resourceType: ConfigResourceTypes.TOPIC, resourceName: topic, configurationKeys: [RETENTION, SEGMENT] }];
    const [described] = await admin.describeConfigs({ resources });
    const configured = (name: string) => described?.configs.find((config) => config.name === name)?.value;
    return {
      partitions: topics.get(topic)?.partitionsCount ?? 0,
      retention: configured(RETENTION),
      segment: configured(SEGMENT),
    };
  } finally {
    await admin.close();
  }
};

/** The nodes that lead a topic's partitions now. */
export const leadersOf = async (brokers: string, topic: string): Promise<number[]> => {
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: [brokers] });
  try {
    const { topics } = await admin.metadata({ topics: [topic], forceUpdate: true });
    return (topics.get(topic)?.partitions ?? []).map(({ leader }) => leader);
  } finally {
    await admin.close();
  }
};

/** How many partitions each member of a group has, fewest first. @throws Error while the group is being formed */
export const sharesOf = async (brokers: string, group: string): Promise<number[]> => {
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: [brokers] });
  try {
    const described = (await admin.describeGroups({ groups: [group] })).get(group);
    if (described?.state.toUpperCase() !== 'STABLE') throw new Error(`The group is ${described?.state}.`);
    const shares = [...described.members.values()].map(({ assignments }) =>
      [...(assignments?.values() ?? [])].reduce((sum, { partitions }) => sum + partitions.length, 0),
    );
    return shares.toSorted((a, b) => a - b);
  } finally {
    await admin.close();
  }
};

/** Joins a group as a member that names its way to divide partitions so, and resolves with how it leaves. */
export const joinGroup = async (brokers: string, groupId: string, topic: string, protocol: string): Promise<() => Promise<void>> => {
  const protocols = [{ name: protocol, version: 1 }];
  const consumer = new Consumer({ clientId: 'test', bootstrapBrokers: [brokers], groupId, protocols });
  const leave = () => consumer.close(true);
  try {
    await consumer.topics.track(topic);
    await consumer.joinGroup({});
    return leave;
  } catch (error) {
    await leave().catch(() => {});
    throw error;
  }
};
