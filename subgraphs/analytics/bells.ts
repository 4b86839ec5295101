/** Rung when an event's statistics have changed. */
export const eventBell = (eventId: string): string => `analytics:${eventId}`;

/** Rung when the statistics of one of an owner's events have changed. */
export const userBell = (userId: string): string => `analytics-user:${userId}`;
