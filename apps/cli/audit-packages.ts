/** Known holes in the packages we use, as `npm audit` tells them; part of `./zhitong bench --faults`. */
import { spawnSync } from 'node:child_process'

type Verdict = Readonly<{ skipped: string } | { packages: number; holes: readonly string[] }>

/** @returns 0 where nothing is known against any package, or the registry does not say */
export function auditPackages(root: string): number {
  const asked = spawnSync('npm', ['audit', '--json'], { cwd: root, encoding: 'utf8' })
  const verdict = readAudit(asked.error ? '' : asked.stdout)
  if ('skipped' in verdict) {
    console.log(`\nnpm audit: 跳过 / skipped, ${asked.error?.message ?? verdict.skipped}`)
    return 0
  }
  const { packages, holes } = verdict
  console.log(`\nnpm audit: ${packages} packages, ${holes.length} with known holes`)
  for (const hole of holes) console.log(`  ✗ ${hole}`)
  return holes.length === 0 ? 0 : 1
}

type Told = Readonly<{
  error?: Readonly<{ code?: string; summary?: string }>
  message?: string
  vulnerabilities?: Readonly<Record<string, Readonly<{ severity: string; range: string }>>>
  metadata?: Readonly<{ dependencies?: Readonly<{ total?: number }> }>
}>

/** A registry that keeps no advisories answers with an error, or with something that is no answer. */
export function readAudit(stdout: string): Verdict {
  let told: Told
  try {
    told = JSON.parse(stdout)
  } catch {
    return { skipped: 'npm did not answer' }
  }
  const packages = told.metadata?.dependencies?.total
  if (!told.vulnerabilities || packages === undefined)
    return {
      skipped: told.error?.summary || told.error?.code || told.message || 'the registry did not answer',
    }
  const holes = Object.entries(told.vulnerabilities).map(
    ([name, { severity, range }]) => `${name} ${range} (${severity})`,
  )
  return { packages, holes }
}
