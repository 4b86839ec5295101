const TURNING = '\\u202a-\\u202e\\u2066-\\u2069';

/** What no text that people read may hold: control characters, halves of characters, and signs that turn the direction of what follows. */
export const unreadable = new RegExp(`[\\p{Cc}\\p{Cs}${TURNING}]`, 'u');

/** The same where lines may be broken. */
export const unreadableButLines = new RegExp(`[\\p{Cs}${TURNING}]|(?![\\n\\r\\t])\\p{Cc}`, 'u');

/** Whether there is nothing to see in a text: it is empty, or of spaces, fillers (Hangul has some, Braille a blank) and invisible signs. */
export const isBlank = (text: string): boolean => !/[^\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);
