import { type LinkAnswer, reasonToEnd } from './link.ts';

/** One request, and who waits for its answer. */
export type Question = {
  /** The whole request as byte text. */
  bytes: string;
  asByteText: boolean;
  resolve: (answer: LinkAnswer) => void;
  reject: (error: Error) => void;
  signal: AbortSignal | undefined;
  deadline: number;
  isRepeatable: boolean;
};

/** Questions that wait for a connection, in order. */
export class QuestionQueue {
  private questions: Question[] = [];
  private bytes = 0;
  private readonly maxBytes: number;
  private readonly timeoutMs: number;

  constructor({ maxBytes, timeoutMs }: { maxBytes: number; timeoutMs: number }) {
    this.maxBytes = maxBytes;
    this.timeoutMs = timeoutMs;
  }

  get length(): number {
    return this.questions.length;
  }

  hasRoomFor({ bytes }: Question): boolean {
    return this.bytes + bytes.length <= this.maxBytes;
  }

  add(question: Question): void {
    this.questions.push(question);
    this.bytes += question.bytes.length;
  }

  /** What had its turn comes first again. */
  putBack(question: Question): void {
    this.questions.unshift(question);
    this.bytes += question.bytes.length;
  }

  first(): Question | undefined {
    const question = this.questions.shift();
    this.bytes -= question?.bytes.length ?? 0;
    return question;
  }

  /** The first that somebody still waits for. */
  next(now: number): Question | undefined {
    for (let question = this.first(); question; question = this.first()) {
      const reason = reasonToEnd(question, now, this.timeoutMs);
      if (!reason) return question;
      question.reject(reason);
    }
    return undefined;
  }

  /** Rejects what nobody waits for any more. */
  expire(now: number): void {
    const { questions } = this;
    this.questions = [];
    this.bytes = 0;
    for (const question of questions) {
      const reason = reasonToEnd(question, now, this.timeoutMs);
      if (reason) question.reject(reason);
      else this.add(question);
    }
  }
}
