/** Nothing that must not be in a repository is in this one. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter(Boolean)
const TEXT = /\.(ts|tsx|js|cjs|mjs|json|md|txt|yaml|yml|sql|css|html|csv|sh)$|^[^.]+$/
const texts = files
  .filter(name => TEXT.test(name) && name !== 'tests/security/secrets.test.ts')
  .map(name => ({ name, text: readFileSync(resolve(root, name), 'utf8') }))

/** Shapes of secrets, after the rules that gitleaks and detect-secrets agree on. */
const SECRETS: Readonly<Record<string, RegExp>> = {
  'a private key': /-----BEGIN (RSA |EC |OPENSSH |DSA |ENCRYPTED |PGP )?PRIVATE KEY/,
  'a cloud key':
    /\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{35}\b|\bLTAI[0-9A-Za-z]{12,20}\b|\bAKID[0-9A-Za-z]{32}\b/,
  'a token of a forge or a chat':
    /\bgh[pousr]_[0-9A-Za-z]{36}\b|\bglpat-[\w-]{20}\b|\bxox[abprs]-[\w-]{10,}|\bnpm_[0-9A-Za-z]{36}\b/,
  'a signed token': /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/,
  'an address with a password':
    /\b(postgres(ql)?|https?|redis|amqp):\/\/[^\s:/@'"`$]+:[^\s:/@'"`${]+@(?!localhost|127\.0\.0\.1|[\w.-]*example|(host|elsewhere|db)\b)/,
  'a password in a setting':
    /\b(password|passwd|secret|api_?key|access_?token)\s*[=:]\s*['"](?!.*(Zhitong|Horse|Guess))[A-Za-z0-9+/_=-]{20,}['"]/i,
}

describe('the repository', () => {
  it.each(Object.entries(SECRETS))('should hold no file with %s', (_name, shape) => {
    expect(texts.filter(({ text }) => shape.test(text)).map(({ name }) => name)).toEqual([])
  })

  it('should hold no key, environment or data file', () => {
    const kept = files.filter(name =>
      /(^|\/)(\.env|data\/)|\.(pem|key|p12|pfx|jks|dump|duckdb|sqlite)$/.test(name),
    )
    expect(kept.filter(name => !/^(kernel|modules|engines)\/.*\/data\//.test(name))).toEqual([])
  })

  it('should let no screen write HTML of its own or run text as a program', () => {
    const WRITING =
      /dangerouslySetInnerHTML|\.(inner|outer)HTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function\(|href=\{?["'`]javascript:/
    const code = texts.filter(
      ({ name }) => /\.tsx?$/.test(name) && !/^(tests|bench|tools)\/|\.test\.tsx?$/.test(name),
    )
    expect(code.filter(({ text }) => WRITING.test(text)).map(({ name }) => name)).toEqual([])
  })
})
