/**
 * Every error code a client can meet (spec §6), in one place: the default message, which says what to do,
 * and the HTTP-like class it belongs to. `kit/errors.ts` throws them; the gateway passes `extensions.code` on unchanged.
 */
export const errorCatalogue = {
  BAD_USER_INPUT: 'The input is not valid. Correct the field named in extensions.field and send it again.',
  UNAUTHENTICATED: 'Log in and send the access token as "Authorization: Bearer <token>".',
  FORBIDDEN: 'This belongs to somebody else. Log in with the account that owns it.',
  RATE_LIMITED: 'Too many requests. Try again after extensions.retryAfter seconds.',
  INTERNAL_SERVER_ERROR: 'Something failed on our side. Try again; when it goes on, report the trace id in extensions.traceId.',
  SERVICE_UNAVAILABLE: 'This part of the service does not answer at the moment. Try again shortly.',
  AUTH_001: 'The e-mail address or the password is wrong.',
  AUTH_002: 'This session has ended or its token is no longer valid. Log in again.',
  USER_001: 'This e-mail address is already in use. Log in, or sign up with another one.',
  USER_002: 'This phone number is already in use. Log in, or sign up with another one.',
  USER_003: 'There is no such account.',
  USER_004: 'The current password is wrong.',
  USER_005: 'The profile was edited elsewhere meanwhile. Read it again and repeat the edit with its new version.',
  EVENT_001: 'There is no such event, draft or job, or it has expired.',
  EVENT_002: 'This is not possible in the present state: the draft was published or discarded, or the event has ended.',
  EVENT_003: 'The draft is not complete. Supply what EventDraft.missing lists, then publish again.',
  EVENT_004: 'This plan, image or channel does not belong to the draft. Choose one that the draft lists.',
  EVENT_005: 'The draft was edited elsewhere meanwhile. Read it again and repeat the edit with its new version.',
  AI_001: 'The recommendations could not be made. Request them again.',
  AI_002: 'The recommendations were not ready in time. Request them again.',
  CONTENT_001: 'The images could not be made. Request them again.',
  CONTENT_002: 'The images were not ready in time. Request them again.',
  CONTENT_003: 'No plan is chosen yet. Choose a recommendation first, then generate images.',
  DIST_001: 'There is nothing to retry: this channel has not failed.',
  DIST_002: 'This is not one of the channels of the event.',
  PART_001: 'The event is not open for participation.',
  PART_002: 'This phone number already takes part in the event.',
  PART_003: 'The winners are already drawn, and entries are closed. There is one draw for an event.',
  PART_004: 'More winners are asked for than took part. Ask for at most as many as there are participants.',
  PART_005: 'This event is not known here yet. Try again after extensions.retryAfter seconds.',
} as const;

export type ErrorCode = keyof typeof errorCatalogue;
