/** 登记注册统计类别: read once from the committed list. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { BilingualText } from '#kernel/contract/index.ts'

export type RegisterType = Readonly<{ code: string; text: BilingualText }>

const file = resolve(import.meta.dirname, '../data/register-types.csv')

export const registerTypes: readonly RegisterType[] = Object.freeze(
  (
    parse(readFileSync(file, 'utf8'), { columns: true, bom: true, skip_empty_lines: true }) as Record<
      string,
      string
    >[]
  ).map(row => ({ code: row.code ?? '', text: { 'zh-CN': row.name ?? '', en: row.name_en ?? '' } })),
)

export const registerTypeCodes: ReadonlySet<string> = new Set(registerTypes.map(type => type.code))
