/** `B, C 13` → codes, and what is none; full-width commas, semicolons and lower case are taken too. */
export function codesOfText(
  text: string,
  pattern: RegExp,
): Readonly<{ codes: readonly string[]; wrong: readonly string[] }> {
  const parts = [
    ...new Set(
      text
        .normalize('NFKC')
        .toUpperCase()
        .split(/[\s,;、]+/u),
    ),
  ].filter(Boolean)
  return {
    codes: parts.filter(part => pattern.test(part)),
    wrong: parts.filter(part => !pattern.test(part)),
  }
}
