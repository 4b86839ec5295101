declare module '@shuding/opentype.js' {
  export type Font = {
    charToGlyphIndex(character: string): number;
    getAdvanceWidth(text: string, fontSize: number): number;
  };
  export function parse(buffer: ArrayBuffer, options?: { lowMemory: boolean }): Font;
}
