import type { TextBundle } from './text.ts'

const names = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)(?:\|[^}]*)?\}/g)].map(match => match[1]!))].sort().join(',')

/** What is wrong with a bundle, one line each; empty when both locales are complete and agree on parameters. */
export function bundleFaults(bundle: TextBundle<Readonly<Record<string, string>>>): readonly string[] {
  const zhCN = bundle['zh-CN']
  const en: Readonly<Record<string, string>> = bundle.en
  const faults: string[] = []
  for (const key of new Set([...Object.keys(zhCN), ...Object.keys(en)])) {
    const [source, other] = [zhCN[key], en[key]]
    if (!/^[a-z][\w-]*\.[\w-]+\.[\w-]+$/i.test(key)) faults.push(`${key}: not screen.feature.kind`)
    if (!source?.trim()) faults.push(`${key}: no zh-CN text`)
    if (!other?.trim()) faults.push(`${key}: no English text`)
    if (source && other && names(source) !== names(other)) faults.push(`${key}: parameters differ`)
    if (other && /\p{Script=Han}/u.test(other)) faults.push(`${key}: Chinese in the English text`)
  }
  return faults
}
