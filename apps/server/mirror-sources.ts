/** What the analytics mirror copies: every module's sources, listed by hand. */
import type { MirrorSource } from '#kernel/analytics/source.ts'
import { regionMirror } from '#kernel/org/mirror.ts'
import { reportMirror } from '#modules/stats/collect/server/index.ts'
import { industryMirror } from '#modules/stats/register/server/index.ts'

export const mirrorSources: readonly MirrorSource[] = [regionMirror, industryMirror, reportMirror]
