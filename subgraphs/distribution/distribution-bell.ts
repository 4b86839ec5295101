/** Rung after each change of an event's distribution. */
export const distributionBell = (eventId: string): string => `distribution:${eventId.toLowerCase()}`;
