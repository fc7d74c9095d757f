/** What deadline night is watched by. */
import { Problem } from '#kernel/contract/index.ts'
import type { GroupMeasure } from '#kernel/db/group-commit.ts'
import { measureGroup } from '#kernel/measure/measure-group.ts'
import { type Measures, SECONDS } from '#kernel/measure/measures.ts'
import type { ReceiptData } from './submit-reports.ts'

export type CollectMeasures = Readonly<{
  submissions: GroupMeasure
  drafts: GroupMeasure
  /** A report's rules have run. */
  checked(seconds: number): void
  /** Times a submission, by its outcome; `elapsed` says how many seconds ago the request came. */
  submission(submit: () => Promise<ReceiptData>, elapsed: () => number): Promise<ReceiptData>
}>

export function collectMeasures(measures: Measures): CollectMeasures {
  const rules = measures.histogram({
    name: 'zhitong_rules_seconds',
    help: 'Time the edit rules of one report took on the server',
    buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5],
  })
  const submissions = measures.histogram({
    name: 'zhitong_submission_seconds',
    help: 'Time from the request to the durable reply, by outcome',
    labelNames: ['outcome'],
    buckets: SECONDS,
  })
  const { timeline } = measures
  const took = (outcome: string, seconds: number): void => {
    submissions.observe({ outcome }, seconds)
    timeline.happened('submission', seconds)
  }
  return {
    submissions: measureGroup(measures, 'submission'),
    drafts: measureGroup(measures, 'draft'),
    checked: seconds => {
      rules.observe(seconds)
      timeline.happened('rules', seconds)
    },
    submission: async (submit, elapsed) => {
      try {
        const receipt = await submit()
        took(receipt.repeated ? 'repeated' : 'accepted', elapsed())
        return receipt
      } catch (error) {
        const refused = error instanceof Problem && error.type.status < 500
        took(refused ? 'refused' : 'failed', elapsed())
        throw error
      }
    },
  }
}
