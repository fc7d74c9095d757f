/** Values that have broken other systems: by kind, to be set where a request holds a value of that kind. */
import type { Random } from '#apps/cli/demo-city/random.ts'

const TEXTS: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\uffff\ufffe',
  '\u202e甲乙',
  '\u200b\u2060',
  '１２３４５６',
  '٤٣٠٢٠٢٠٠٠٠٠٠',
  '43О202000000',
  'Ａ１Ｂ２',
  "' or '1'='1",
  "'; drop table identity.account; --",
  '") union select password_hash from identity.account --',
  '%',
  '_%\\',
  '$1',
  '{{7*7}}',
  `$${'{process.env}'}`,
  '__proto__',
  'constructor',
  'toString',
  '../../../../etc/passwd',
  '..\\..\\windows\\win.ini',
  'file:///etc/passwd',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  'javascript:alert(1)',
  "=cmd|' /C calc'!A0",
  '@SUM(1)',
  '\tA',
  'a\r\nSet-Cookie: x=1',
  '\u001b[31mred',
  '😀'.repeat(40),
  '株洲'.repeat(3_000),
  'x'.repeat(70_000),
  '(((((((((((((((((((((a)+)+)+)+)+)+)+)+)+)+)+',
  '2026-02-30',
  '2026-13-01T25:61:61Z',
  '0000-00-00T00:00:00Z',
  '9999-12-31T23:59:59+14:00',
  '-271821-04-20T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  '99999999-9999-9999-9999-999999999999',
  '1e309',
  'NaN',
  'Infinity',
  '-0',
  '0x10',
  '1,000',
  '9'.repeat(400),
  `0.${'1'.repeat(400)}`,
]

const NUMBERS: readonly number[] = [
  0, -1, 1, -0, 0.1, 1e21, 1e308, -1e308, 2_147_483_647, 2_147_483_648, 9_007_199_254_740_992, 5e-324,
]

const ODD: readonly unknown[] = [
  null,
  true,
  false,
  [],
  {},
  [[]],
  [null],
  JSON.parse('{"__proto__":{"admin":true},"then":1}'),
  { $gt: '' },
]

export const hostileText = (random: Random): string => random.pick(TEXTS)
export const hostileNumber = (random: Random): number => random.pick(NUMBERS)

export function hostileValue(random: Random): unknown {
  const roll = random.int(0, 9)
  if (roll < 6) return hostileText(random)
  if (roll < 8) return hostileNumber(random)
  if (roll < 9) return random.pick(ODD)
  return nest(random.int(2, 60), random.chance(0.5))
}

const nest = (depth: number, arrays: boolean): unknown => {
  let value: unknown = 1
  for (let level = 0; level < depth; level += 1) value = arrays ? [value] : { a: value }
  return value
}

/** Bodies that are no JSON, or JSON that no `JSON.stringify` writes. */
export const RAW_BODIES: readonly (string | Buffer)[] = [
  '',
  '{',
  '{"a":',
  '[]]',
  'null',
  '"text"',
  '0',
  '{"a":1,"a":2}',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  '{"a":1e400}',
  '{"a":"\\ud800"}',
  '{"a":"\\u0000"}',
  '\ufeff{}',
  `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  `{"a":"${'x'.repeat(200_000)}"}`,
  Buffer.from([0xff, 0xfe, 0x00, 0x80, 0xc3, 0x28]),
  Buffer.from('7b2261223a22c328227d', 'hex'),
]

export const FILE_NAMES: readonly string[] = [
  'units.csv',
  '../../../../tmp/evil.csv',
  '..\\..\\evil.csv',
  '/etc/passwd',
  '%2e%2e%2fevil.csv',
  '株洲.csv',
  'a\u202ecsv.exe',
  '',
  '.',
  `${'n'.repeat(5_000)}.csv`,
  'con.csv',
  '=cmd.csv',
]

/** The bytes a file begins with, and what an importer may meet there. */
export const FILE_BODIES: readonly (string | Buffer)[] = [
  '',
  '\n\n\n',
  ',,,,\n,,,,\n',
  '统一社会信用代码,单位详细名称\n"未闭合的引号,厂\n',
  'a,a,a\n1,2,3\n',
  '统一社会信用代码,单位详细名称,单位类型,统计用区划代码\n=1+1,=cmd,法人单位,430203001001\n',
  `h\n${'x'.repeat(300_000)}\n`,
  `${'c,'.repeat(5_000)}\n`,
  Buffer.from('504b0304140000000800', 'hex'),
  Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  Buffer.from('fffe610062000a00', 'hex'),
  Buffer.from([0, 1, 2, 255, 254, 128]),
  Buffer.from('b5a5ceb6cfeacfb8c3fbb3c62cbcd2be0a', 'hex'),
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
]
