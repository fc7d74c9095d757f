import { type ReactElement, useEffect, useRef } from 'react'
import { rowName } from '#engines/form/index.ts'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { EmptyState, ErrorState } from '#ui/components/states.tsx'
import { Severity } from '#ui/components/tag.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { ReasonTag } from '#ui/matrix-form/explain.tsx'
import { reviewExplanation } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { codelistsOf } from '../form-program.ts'
import { changedByActs } from './changed-by-acts.ts'
import { type OfficeFinding, type Report, ruleFinding } from './report-session.ts'
import type { SideProps } from './report-side.tsx'
import { Operands } from './side-operands.tsx'
import { useOfficeRights } from './use-collections.ts'

function Explanation({
  report,
  finding,
}: Readonly<{ report: Report; finding: OfficeFinding }>): ReactElement | null {
  const t = useText(officeText)
  if (finding.explanation === null) {
    return finding.severity === 'query' ? <p className="co-soft">{t('findings.explained.none')}</p> : null
  }
  return (
    <blockquote className="co-explanation">
      <ReasonTag spec={report.spec} code={finding.reason} />
      <p>{finding.explanation}</p>
      {finding.explainedBy && finding.explainedAt && (
        <footer>
          {t('findings.explained.by', {
            name: finding.explainedBy,
            at: formatDateTime(finding.explainedAt),
          })}
        </footer>
      )}
    </blockquote>
  )
}

function Review({
  report,
  finding,
}: Readonly<{ report: Report; finding: OfficeFinding }>): ReactElement | null {
  const t = useText(officeText)
  const rights = useOfficeRights()
  const review = useWrite(reviewExplanation, {
    changes: changedByActs,
    onDone: () => showToast(t('report.done.review')),
  })
  const current = report.shownRevision === report.report.revisionNo
  if (finding.explanation === null) return null
  const say = (verdict: 'agreed' | 'doubted') =>
    review.mutate({
      params: { collectionId: report.collection.collectionId, unitId: report.report.unitId },
      body: {
        revisionNo: report.report.revisionNo,
        rule: finding.rule,
        ...(finding.rowKey && { rowKey: finding.rowKey }),
        review: verdict,
      },
    })
  const open = rights.review && current && report.report.state === 'submitted'
  return (
    <div className="co-review">
      {open &&
        (['agreed', 'doubted'] as const).map(verdict => (
          <Button
            key={verdict}
            look={finding.review === verdict ? 'primary' : 'plain'}
            aria-pressed={finding.review === verdict}
            disabled={review.isPending}
            onClick={() => say(verdict)}
          >
            {t(verdict === 'agreed' ? 'findings.review.agree' : 'findings.review.doubt')}
          </Button>
        ))}
      {finding.review && (
        <span className={`co-verdict co-verdict-${finding.review}`}>
          {!open && t(`findings.review.${finding.review}`)}
          {finding.reviewedBy && finding.reviewedAt && (
            <span className="co-soft">
              {t('findings.reviewed.by', {
                name: finding.reviewedBy,
                at: formatDateTime(finding.reviewedAt),
              })}
            </span>
          )}
        </span>
      )}
      {review.isError && <ErrorState compact error={review.error} />}
    </div>
  )
}

/** Every finding with what was said about it; the office agrees or doubts in place. */
export function SideFindings({ report, finding: current, onFinding }: SideProps): ReactElement {
  const t = useText(officeText)
  const local = useLocalText()
  const list = useRef<HTMLOListElement>(null)
  const rowOf = (finding: OfficeFinding): string | null => {
    const { section, row } = ruleFinding(report.spec, finding)
    if (section === undefined || row === undefined) return null
    return local(rowName(report.spec, section, row, codelistsOf(report)))
  }
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <>
      {report.findings.length === 0 && report.values && (
        <EmptyState title={t('findings.none.title')}>{t('findings.none.hint')}</EmptyState>
      )}
      <ol className="co-findings" ref={list}>
        {report.findings.map((finding, i) => (
          <li
            key={`${finding.rule}@${finding.rowKey}`}
            className={`co-finding co-finding-${finding.severity}`}
            aria-current={i === current || undefined}
          >
            <button type="button" className="co-finding-head" onClick={() => onFinding(i)}>
              <Severity level={finding.severity} />
              <span className="co-code">{[finding.rule, rowOf(finding)].filter(Boolean).join(' · ')}</span>
              <span className="co-finding-text">{local(finding.message)}</span>
            </button>
            <Operands report={report} finding={finding} />
            <Explanation report={report} finding={finding} />
            <Review report={report} finding={finding} />
          </li>
        ))}
      </ol>
      {report.undecided.length > 0 && (
        <p className="co-soft co-undecided">
          {t('findings.undecided.text', {
            count: report.undecided.length,
            rules: report.undecided.slice(0, 12).join(', '),
          })}
        </p>
      )}
    </>
  )
}
