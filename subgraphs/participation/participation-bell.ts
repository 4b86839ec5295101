/** Rings when an event, its participants or its draw changed here. */
export const participationBell = (eventId: string): string => `participation:${eventId}`;
