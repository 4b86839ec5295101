const WORDS = ['Korean', 'emoji', '__proto__', 'constructor', 'SQL', 'a wildcard'];
const LEFT_OUT = ['missing', 'null'];
/** Eight characters or more, whatever they are. */
const PASSWORDS = ['__proto__', 'constructor', 'SQL', 'control characters'];

const storeWords = { 'input.store.name': WORDS, 'input.store.address': WORDS };
const businessHours = { 'input.store.businessHours': [...WORDS, ...LEFT_OUT] };
const version = { version: LEFT_OUT };

/** By mutation and place: what is no fault there, because the field takes any words or may be left out. */
export const accepted: Record<string, Record<string, readonly string[]>> = {
  signUp: { 'input.name': WORDS, 'input.password': PASSWORDS, ...storeWords, ...businessHours },
  updateProfile: {
    'input.name': [...WORDS, ...LEFT_OUT],
    'input.phone': LEFT_OUT,
    'input.email': LEFT_OUT,
    'input.store': LEFT_OUT,
    ...storeWords,
    ...businessHours,
  },
  changePassword: { newPassword: PASSWORDS },
  createEventDraft: storeWords,
  chooseRecommendation: {
    edit: [...LEFT_OUT, 'no members'],
    'edit.title': [...WORDS, ...LEFT_OUT],
    'edit.description': [...WORDS, ...LEFT_OUT],
    'edit.prize': [...WORDS, ...LEFT_OUT],
    'edit.targetRoi': LEFT_OUT,
    ...version,
  },
  chooseImage: version,
  chooseChannels: version,
  schedule: version,
  generateImages: { 'input.styles': LEFT_OUT, 'input.platforms': LEFT_OUT },
  participate: {
    'input.name': WORDS.filter((words) => words !== 'emoji'),
    'input.storeVisit': LEFT_OUT,
    'input.consentMarketing': LEFT_OUT,
  },
  drawWinners: { storeVisitBonus: LEFT_OUT },
};
