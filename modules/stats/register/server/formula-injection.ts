/**
 * Text that a spreadsheet would run as a formula, made harmless by a leading quote (OWASP, CSV injection). Plain
 * numbers keep their sign.
 */
export const safeCell = (text: string): string =>
  /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
