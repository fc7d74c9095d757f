/** Several people of one unit: who fills in, who reviews, who signs (填表、复核、签发), and the hand-over between them. */
import { type Static, Type } from 'typebox'
import { defineRoute, Id, Instant, Nullable } from '#kernel/contract/index.ts'
import { collectPermissions } from './permissions.ts'
import { collectProblems } from './problems.ts'
import { CellKey, Contact, Explanations, ReportPath, Signature, Step, ValuesInput } from './schemas.ts'

const permission = collectPermissions.fill.code
const report = '/api/collect/my-reports/:collectionId/:unitId'

export const STEP_NOTE_MAX = 500
export const STEP_CELLS = 50

/** As the form names its signers; most leave 20 characters for a name. */
const Name = Type.String({ minLength: 1, maxLength: 20, pattern: '\\S' })

export const ReportSteps = Type.Object({
  /** Those that are on, in their order. */
  steps: Type.Array(Type.Object({ step: Step, people: Type.Array(Type.String()) })),
  turn: Step,
  /** For the steps passed so far. */
  signatures: Type.Array(Signature),
  /** The latest word between the people of the unit since the latest submission. */
  latest: Nullable(
    Type.Object({
      kind: Type.String(),
      by: Nullable(Type.String()),
      at: Instant,
      note: Nullable(Type.String()),
      cells: Type.Array(Type.String()),
    }),
  ),
  may: Type.Object({
    /** To which step. */
    handOver: Nullable(Step),
    submit: Type.Boolean(),
    sendBack: Type.Boolean(),
    takeBack: Type.Boolean(),
  }),
})
export type ReportSteps = Static<typeof ReportSteps>

const DraftVersion = Type.Integer({ minimum: 1, maximum: 2_000_000_000 })
const Note = Type.String({ minLength: 1, maxLength: STEP_NOTE_MAX, pattern: '\\S' })
const Handed = Type.Object({ version: Type.Integer(), turn: Step })
const window = [
  collectProblems.notOpen,
  collectProblems.closed,
  collectProblems.accepted,
  collectProblems.expired,
]

/** Ends one's own step: the content is judged as a submission would be, and then is the next one's to look at. */
export const handOver = defineRoute({
  id: 'collect.handOver',
  method: 'POST',
  path: `${report}/hand-over`,
  summary: { 'zh-CN': '交复核或签发', en: 'Hand over to the next step' },
  permission,
  identified: true,
  params: ReportPath,
  body: Type.Object({
    baseRevision: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    /** The draft this content came from; 0 where there was none. */
    draftVersion: Type.Integer({ minimum: 0, maximum: 2_000_000_000 }),
    values: ValuesInput,
    explanations: Explanations,
    note: Nullable(Note),
  }),
  reply: Handed,
  /** It may wait for the network on a device, and its answer be lost. */
  idempotency: 'key',
  problems: [
    collectProblems.notYourStep,
    collectProblems.noStepAhead,
    collectProblems.changedSinceSigned,
    collectProblems.fatalFindings,
    collectProblems.explanationsNeeded,
    collectProblems.reasonUnknown,
    collectProblems.valuesRejected,
    collectProblems.draftConflict,
    collectProblems.revisionConflict,
    ...window,
  ],
})

export const sendDraftBack = defineRoute({
  id: 'collect.sendDraftBack',
  method: 'POST',
  path: `${report}/draft/send-back`,
  summary: { 'zh-CN': '退回填表人', en: 'Send back to whoever fills in' },
  permission,
  identified: true,
  params: ReportPath,
  body: Type.Object({
    draftVersion: DraftVersion,
    note: Note,
    cells: Type.Array(CellKey, { maxItems: STEP_CELLS }),
  }),
  reply: Handed,
  problems: [
    collectProblems.notYourStep,
    collectProblems.noStepAhead,
    collectProblems.draftConflict,
    collectProblems.inquiryCells,
    ...window,
  ],
})

export const takeDraftBack = defineRoute({
  id: 'collect.takeDraftBack',
  method: 'POST',
  path: `${report}/draft/take-back`,
  summary: { 'zh-CN': '拿回报表', en: 'Take back what one handed over' },
  permission,
  identified: true,
  params: ReportPath,
  body: Type.Object({ draftVersion: DraftVersion }),
  reply: Handed,
  problems: [
    collectProblems.takeBackLate,
    collectProblems.noStepAhead,
    collectProblems.draftConflict,
    ...window,
  ],
})

const PersonSteps = Type.Array(Step, { maxItems: 3, uniqueItems: true })

export const readMySteps = defineRoute({
  id: 'collect.readMySteps',
  method: 'GET',
  path: '/api/collect/my-unit/steps',
  summary: { 'zh-CN': '本单位的报送环节与人员', en: 'Steps and people of my unit' },
  permission,
  identified: true,
  reply: Type.Object({
    unitName: Type.String(),
    /** 0 where nothing was settled yet. */
    version: Type.Integer(),
    review: Type.Boolean(),
    sign: Type.Boolean(),
    people: Type.Array(
      Type.Object({
        accountId: Id,
        signInName: Type.String(),
        displayName: Type.String(),
        name: Type.String(),
        steps: PersonSteps,
        /** Can sign in and fill in for the unit. */
        active: Type.Boolean(),
        me: Type.Boolean(),
      }),
    ),
    changedBy: Nullable(Type.String()),
    changedAt: Nullable(Instant),
    mayChange: Type.Boolean(),
    /** Who settles the steps, where it is not everybody. */
    deciders: Type.Array(Type.String()),
    /** Whom to ask for accounts of colleagues. */
    contacts: Type.Array(Contact),
  }),
})

export const changeMySteps = defineRoute({
  id: 'collect.changeMySteps',
  method: 'PUT',
  path: '/api/collect/my-unit/steps',
  summary: { 'zh-CN': '设置本单位的报送环节与人员', en: 'Settle the steps and people of my unit' },
  permission,
  body: Type.Object(
    {
      version: Type.Integer({ minimum: 0, maximum: 2_000_000_000 }),
      review: Type.Boolean(),
      sign: Type.Boolean(),
      people: Type.Array(
        Type.Object(
          {
            accountId: Id,
            name: Name,
            steps: Type.Array(Step, { minItems: 1, maxItems: 3, uniqueItems: true }),
          },
          { additionalProperties: false },
        ),
        { maxItems: 50 },
      ),
    },
    { additionalProperties: false },
  ),
  reply: Type.Object({ version: Type.Integer() }),
  problems: [
    collectProblems.stepsIncomplete,
    collectProblems.stepsPeople,
    collectProblems.stepsChanged,
    collectProblems.stepsOfOthers,
  ],
})
