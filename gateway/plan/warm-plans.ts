import { setImmediate as turn } from 'node:timers/promises';
import { Kind } from 'graphql';
import type { Generation } from '../generation.ts';
import { SOMEBODY } from '../protection/decide.ts';

/**
 * Plans the operations that clients are known to send, for nobody and for somebody, one at a time between other work. Those that this
 * generation cannot answer are left out. Never rejects.
 */
export const warmPlans = async ({ read, plan }: Generation, texts: Iterable<string>, isOver: () => boolean): Promise<void> => {
  for (const text of texts) {
    const { document, hash } = read(text);
    for (const definition of document?.definitions ?? []) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      for (const identity of [null, SOMEBODY]) {
        await turn();
        if (isOver()) return;
        try {
          plan({
            document: document!,
            hash: hash!,
            operationName: definition.name?.value,
            variables: {},
            headers: {},
            traceId: '',
            identity,
          });
        } catch {}
      }
    }
  }
};
