import { Admin, ConfigResourceTypes } from '@platformatic/kafka';

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
