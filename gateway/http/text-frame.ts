const FIN_AND_TEXT = 0x81;
const SHORT = 125;
const MEDIUM = 0xffff;

/** One unmasked WebSocket text frame (RFC 6455 §5.2) of several pieces of UTF-8. */
export const textFrame = (...pieces: readonly Buffer[]): Buffer => {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const head = length <= SHORT ? 2 : length <= MEDIUM ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = FIN_AND_TEXT;
  if (length <= SHORT) frame[1] = length;
  else if (length <= MEDIUM) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  let at = head;
  for (const piece of pieces) at += piece.copy(frame, at);
  return frame;
};
