/** One event of the sample (spec §5). */
export type SampleEvent = {
  /** Finds the event again, and its factor. */
  title: string;
  /** Of what the simulated channels promise, which is 20,000 views for all four. */
  factor: number;
  targetRoi: string;
  participants: number;
};

/** Three events with 20,000, 14,000 and 6,000 views. */
export const sampleEvents: readonly SampleEvent[] = [
  { title: '떡볶이 한 그릇 더 주간', factor: 1, targetRoi: '150.00', participants: 400 },
  { title: '단골 손님 튀김 감사제', factor: 0.7, targetRoi: '120.00', participants: 260 },
  { title: '새 김밥 시식회', factor: 0.3, targetRoi: '80.00', participants: 120 },
];

/** The factor of an event by its title; 1 for one that somebody adds. */
export const factorOf = (title: string): number => sampleEvents.find((event) => event.title === title)?.factor ?? 1;
