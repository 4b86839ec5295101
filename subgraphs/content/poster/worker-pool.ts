import { Worker } from 'node:worker_threads';

type Task = { input: unknown; signal: AbortSignal; resolve: (answer: unknown) => void; reject: (reason: unknown) => void };
type Crew = { worker: Worker; task: Task | null; limit?: NodeJS.Timeout | undefined };

/** What a thread may hold; without a limit it keeps twice as much before it collects garbage. One that needs more ends, and its task rejects. */
const MEMORY = { maxOldGenerationSizeMb: 320, maxYoungGenerationSizeMb: 16 };

export type WorkerPool = {
  /** One message to a thread and the next one back. Rejects with the signal's reason when it aborts (a running thread is stopped), or when the thread dies. */
  run(input: unknown, signal: AbortSignal): Promise<unknown>;
  close(): Promise<void>;
};

export type WorkerPoolOptions = {
  threads: number;
  /** Milliseconds that a thread may take for a task, its own start included; one that needs more is stopped, and the task rejects. Waiting does not count. */
  taskMs: number;
};

/** At most `threads` threads of `script`, started when needed, one task at a time each; they never keep the process alive. */
export const createWorkerPool = (script: URL, { threads, taskMs }: WorkerPoolOptions): WorkerPool => {
  const crew = new Set<Crew>();
  const queue: Task[] = [];

  const dismiss = async (member: Crew, reason: unknown) => {
    crew.delete(member);
    clearTimeout(member.limit);
    member.task?.reject(reason);
    member.task = null;
    await member.worker.terminate();
    assign();
  };
  const hire = (): Crew => {
    const member: Crew = { worker: new Worker(script, { resourceLimits: MEMORY }), task: null };
    member.worker.unref();
    member.worker.on('message', (answer) => {
      const { task } = member;
      member.task = null;
      clearTimeout(member.limit);
      task?.resolve(answer);
      assign();
    });
    member.worker.on('error', (error) => void dismiss(member, error));
    member.worker.on('exit', () => void (crew.has(member) && dismiss(member, new Error('The rendering thread ended.'))));
    crew.add(member);
    return member;
  };
  const assign = () => {
    while (queue.length > 0) {
      const member = [...crew].find(({ task }) => task === null) ?? (crew.size < threads ? hire() : undefined);
      if (member === undefined) return;
      member.task = queue.shift()!;
      member.limit = setTimeout(() => void dismiss(member, new Error(`A rendering thread took more than ${taskMs} ms.`)), taskMs).unref();
      member.worker.postMessage(member.task.input);
    }
  };
  const abandon = (task: Task) => {
    const waiting = queue.indexOf(task);
    if (waiting >= 0) queue.splice(waiting, 1);
    task.reject(task.signal.reason);
    const busy = [...crew].find((member) => member.task === task);
    if (busy !== undefined) void dismiss(busy, task.signal.reason);
  };
  return {
    run: (input, signal) => {
      signal.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const task: Task = { input, signal, resolve, reject };
      const onAbort = () => abandon(task);
      signal.addEventListener('abort', onAbort, { once: true });
      queue.push(task);
      assign();
      return promise.finally(() => signal.removeEventListener('abort', onAbort));
    },
    close: async () => {
      const closed = new Error('The rendering threads were closed.');
      for (const task of queue.splice(0)) task.reject(closed);
      await Promise.all([...crew].map((member) => dismiss(member, closed)));
    },
  };
};
