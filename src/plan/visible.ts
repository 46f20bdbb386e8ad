/**
 * A text that somebody else chose, with control and format characters as `\u{...}`: what config.json,
 * an argument or a file name says must not move the cursor, set colours, turn the direction of the
 * text or begin a line of its own.
 */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
