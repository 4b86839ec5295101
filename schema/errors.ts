/** The languages that errors speak. */
export type Language = 'en' | 'ko';

/** One message in each language. */
export type Words = Readonly<Record<Language, string>>;

/**
 * Every error code a client can meet (spec §6), in one place: the default message, which says what to do. A request's `Accept-Language` decides between
 * English and Korean; the code never changes. `kit/errors.ts` throws them; the gateway passes `extensions.code` on unchanged. docs/errors.md is the same table.
 */
export const errorMessages = {
  BAD_USER_INPUT: {
    en: 'The input is not valid. Correct the field named in extensions.field and send it again.',
    ko: '입력이 올바르지 않습니다. extensions.field가 가리키는 항목을 고쳐 다시 보내 주세요.',
  },
  UNAUTHENTICATED: {
    en: 'Log in and send the access token as "Authorization: Bearer <token>".',
    ko: '로그인한 뒤 액세스 토큰을 "Authorization: Bearer <token>"으로 보내 주세요.',
  },
  FORBIDDEN: {
    en: 'This belongs to somebody else. Log in with the account that owns it.',
    ko: '다른 사람의 것입니다. 주인의 계정으로 로그인해 주세요.',
  },
  RATE_LIMITED: {
    en: 'Too many requests. Try again after extensions.retryAfter seconds.',
    ko: '요청이 너무 많습니다. extensions.retryAfter초 뒤에 다시 시도해 주세요.',
  },
  INTERNAL_SERVER_ERROR: {
    en: 'Something failed on our side. Try again; when it goes on, report the trace id in extensions.traceId.',
    ko: '서비스에 문제가 생겼습니다. 다시 시도해 보시고, 계속되면 extensions.traceId의 추적 번호를 알려 주세요.',
  },
  SERVICE_UNAVAILABLE: {
    en: 'This part of the service does not answer at the moment. Try again shortly.',
    ko: '서비스의 이 부분이 지금 응답하지 않습니다. 잠시 뒤에 다시 시도해 주세요.',
  },
  AUTH_001: {
    en: 'The e-mail address or the password is wrong. Check both and try again.',
    ko: '이메일 주소나 비밀번호가 맞지 않습니다. 확인하고 다시 입력해 주세요.',
  },
  AUTH_002: {
    en: 'This session has ended or its token is no longer valid. Log in again.',
    ko: '세션이 끝났거나 토큰이 더는 유효하지 않습니다. 다시 로그인해 주세요.',
  },
  USER_001: {
    en: 'This e-mail address is already in use. Log in, or sign up with another one.',
    ko: '이미 쓰고 있는 이메일 주소입니다. 로그인하거나 다른 주소로 가입해 주세요.',
  },
  USER_002: {
    en: 'This phone number is already in use. Log in, or sign up with another one.',
    ko: '이미 쓰고 있는 전화번호입니다. 로그인하거나 다른 번호로 가입해 주세요.',
  },
  USER_003: {
    en: 'There is no such account. Sign up, or log in with another one.',
    ko: '그런 계정이 없습니다. 가입하거나 다른 계정으로 로그인해 주세요.',
  },
  USER_004: {
    en: 'The current password is wrong. Enter it again.',
    ko: '현재 비밀번호가 맞지 않습니다. 다시 입력해 주세요.',
  },
  USER_005: {
    en: 'The profile was edited elsewhere meanwhile. Read it again and repeat the edit with its new version.',
    ko: '그사이 다른 곳에서 프로필을 고쳤습니다. 다시 읽고 새 version으로 고쳐 주세요.',
  },
  EVENT_001: {
    en: 'There is no such event, draft or job, or it is no longer kept. Check the link or the id.',
    ko: '찾으시는 이벤트나 초안, 작업이 없거나 보관 기간이 지났습니다. 링크나 id가 맞는지 확인해 주세요.',
  },
  EVENT_002: {
    en: 'This is not possible in the present state: the draft was published or discarded, or the event has ended. Read it again to see what it is now.',
    ko: '지금 상태에서는 할 수 없습니다. 초안을 이미 게시했거나 버렸거나, 이벤트가 끝났습니다. 다시 읽어 지금 상태를 확인해 주세요.',
  },
  EVENT_003: {
    en: 'The draft is not complete. Supply what EventDraft.missing lists, then publish again.',
    ko: '초안이 완성되지 않았습니다. EventDraft.missing에 있는 항목을 채운 뒤 다시 게시해 주세요.',
  },
  EVENT_004: {
    en: 'This plan, image or channel does not belong to the draft. Choose one that the draft lists.',
    ko: '이 초안의 기획안, 이미지, 채널이 아닙니다. 초안에 있는 것에서 골라 주세요.',
  },
  EVENT_005: {
    en: 'The draft was edited elsewhere meanwhile. Read it again and repeat the edit with its new version.',
    ko: '그사이 다른 곳에서 초안을 고쳤습니다. 다시 읽고 새 version으로 고쳐 주세요.',
  },
  AI_001: {
    en: 'The recommendations could not be made. Request them again.',
    ko: '기획안을 만들지 못했습니다. 다시 요청해 주세요.',
  },
  AI_002: {
    en: 'The recommendations were not ready in time. Request them again.',
    ko: '기획안을 제시간에 만들지 못했습니다. 다시 요청해 주세요.',
  },
  CONTENT_001: {
    en: 'The images could not be made. Request them again.',
    ko: '이미지를 만들지 못했습니다. 다시 요청해 주세요.',
  },
  CONTENT_002: {
    en: 'The images were not ready in time. Request them again.',
    ko: '이미지를 제시간에 만들지 못했습니다. 다시 요청해 주세요.',
  },
  CONTENT_003: {
    en: 'No plan is chosen yet. Choose a recommendation first, then generate images.',
    ko: '아직 고른 기획안이 없습니다. 기획안을 먼저 고른 뒤 이미지를 만들어 주세요.',
  },
  DIST_001: {
    en: 'There is nothing to retry: this channel has not failed. Retry one whose status is FAILED.',
    ko: '다시 시도할 것이 없습니다. 이 채널은 실패하지 않았습니다. 상태가 FAILED인 채널만 다시 시도할 수 있습니다.',
  },
  DIST_002: {
    en: 'This is not one of the channels of the event. Choose one of Event.channels.',
    ko: '이 이벤트의 채널이 아닙니다. Event.channels에 있는 것에서 골라 주세요.',
  },
  PART_001: {
    en: 'The event is not open for participation. Come between Event.startsAt and Event.endsAt.',
    ko: '지금은 참여할 수 없는 이벤트입니다. 이벤트 기간에 참여해 주세요.',
  },
  PART_002: {
    en: 'This phone number already takes part in the event. There is nothing more to do.',
    ko: '이 전화번호로 이미 참여했습니다. 더 하실 일은 없습니다.',
  },
  PART_003: {
    en: 'The winners are already drawn, and entries are closed: there is one draw for an event. Event.draw shows it.',
    ko: '이미 당첨자를 뽑아 참여를 마감했습니다. 추첨은 이벤트마다 한 번이며, 결과는 Event.draw에 있습니다.',
  },
  PART_004: {
    en: 'More winners are asked for than took part. Ask for at most as many as there are participants.',
    ko: '참여자보다 많은 당첨자를 뽑을 수 없습니다. 참여자 수 이하로 정해 주세요.',
  },
  PART_005: {
    en: 'This event is not known here yet. Try again after extensions.retryAfter seconds.',
    ko: '아직 준비 중인 이벤트입니다. extensions.retryAfter초 뒤에 다시 시도해 주세요.',
  },
} as const satisfies Record<string, Words>;

export type ErrorCode = keyof typeof errorMessages;

/**
 * Codes of the protocol itself, which the gateway answers before any domain is asked: what they mean to whoever wrote the operation. In English the
 * message says in particular what is wrong; in Korean that stands in brackets behind these words.
 */
export const protocolMessages = {
  BAD_REQUEST: {
    en: 'This is not a GraphQL request that can be answered here.',
    ko: '여기서 답할 수 있는 GraphQL 요청이 아닙니다.',
  },
  GRAPHQL_PARSE_FAILED: {
    en: 'The document is not GraphQL. Correct its syntax.',
    ko: '문서를 GraphQL로 읽을 수 없습니다. 문법을 고쳐 다시 보내 주세요.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    en: 'The operation does not fit the schema or asks for too much at once. Correct it.',
    ko: '요청이 스키마에 맞지 않거나 한 번에 너무 많은 것을 요구합니다. 고쳐서 다시 보내 주세요.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    en: 'It is not clear which operation of the document to run. Name one in operationName.',
    ko: '문서의 어느 작업을 실행할지 알 수 없습니다. operationName에 이름을 적어 주세요.',
  },
  DOCUMENT_NOT_TRUSTED: {
    en: 'Only documents that are known here are answered. Register this one first.',
    ko: '등록된 문서만 실행할 수 있습니다. 이 문서를 먼저 등록해 주세요.',
  },
} as const satisfies Record<string, Words>;

export type ProtocolCode = keyof typeof protocolMessages;

/** Whether a code is one of the protocol's. */
export const isProtocolCode = (code: unknown): code is ProtocolCode => typeof code === 'string' && Object.hasOwn(protocolMessages, code);

/** What paths beside GraphQL answer that people open in a browser. */
export const pathMessages = {
  NO_IMAGE: { en: 'There is no such image.', ko: '찾으시는 이미지가 없습니다.' },
  NO_DRAW: { en: 'This event has no draw.', ko: '이 이벤트는 아직 추첨하지 않았습니다.' },
  LINK_EXPIRED: {
    en: 'This link is not good any more. Ask for Event.participantsExport again.',
    ko: '이 링크는 더 쓸 수 없습니다. 참여자 목록 내려받기를 다시 눌러 새 링크를 받아 주세요.',
  },
} as const satisfies Record<string, Words>;

/** Why a connection or a stream ends, or is refused, at the gateway; short, since a WebSocket's close takes 123 bytes. */
export const endingMessages = {
  RESTARTING: { en: 'The gateway is restarting. Connect again.', ko: '서버를 다시 시작합니다. 다시 연결해 주세요.' },
  SESSION_ENDED: { en: 'The session has ended.', ko: '세션이 끝났습니다.' },
  TOKEN_EXPIRED: { en: 'The token has expired.', ko: '토큰이 만료되었습니다.' },
  OTHER_ACCOUNT: { en: 'A connection belongs to one account.', ko: '연결 하나는 한 계정만 쓸 수 있습니다.' },
  OTHER_RIGHTS: { en: 'The rights of the session have changed. Connect again.', ko: '세션의 권한이 바뀌었습니다. 다시 연결해 주세요.' },
  TOO_MANY: {
    en: 'Too many connections from this address. Close one first.',
    ko: '이 주소에서 연 연결이 너무 많습니다. 하나를 먼저 닫아 주세요.',
  },
  TOO_SLOW: {
    en: 'The messages are not taken fast enough. Subscribe again.',
    ko: '메시지를 받는 속도가 너무 느립니다. 다시 구독해 주세요.',
  },
  FEED_TOO_SLOW: {
    en: 'The items are not taken fast enough. Subscribe again after the cursor in extensions.after.',
    ko: '항목을 받는 속도가 너무 느립니다. extensions.after의 커서부터 다시 구독해 주세요.',
  },
} as const satisfies Record<string, Words>;

/** The messages in English. */
export const errorCatalogue = Object.fromEntries(Object.entries(errorMessages).map(([code, { en }]) => [code, en])) as Readonly<
  Record<ErrorCode, string>
>;

/** Whether a code stands in the catalogue. */
export const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(errorMessages, code);
