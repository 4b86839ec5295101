const FIN_AND_TEXT = 0x81;
const SHORT = 125;
const MEDIUM = 0xffff;

/** The head of one unmasked WebSocket text frame (RFC 6455 §5.2) of so many bytes; each of its bytes is a character. */
export const textFrameHead = (length: number): string => {
  if (length <= SHORT) return String.fromCharCode(FIN_AND_TEXT, length);
  const size = length <= MEDIUM ? 2 : 8;
  const bytes = Array.from({ length: size }, (_, index) => Math.floor(length / 2 ** (8 * (size - 1 - index))) % 256);
  return String.fromCharCode(FIN_AND_TEXT, size === 2 ? 126 : 127, ...bytes);
};
