import { Type } from 'typebox'
import { Bilingual, defineProblem } from '#kernel/contract/index.ts'

export const applicationProblems = Object.freeze({
  unitOpen: defineProblem(
    'REGISTER_APPLICATION_UNIT_OPEN',
    409,
    '此单位已有一份待审批的申报；请等待审批，或先撤回那一份',
    'This unit already has an application waiting for a decision; wait for it, or withdraw it first',
  ),
  codeOpen: defineProblem(
    'REGISTER_APPLICATION_CODE_OPEN',
    409,
    '已有一份待审批的入库申报使用此单位代码',
    'Another entry that waits for a decision uses this unit code',
  ),
  state: defineProblem(
    'REGISTER_APPLICATION_STATE',
    409,
    '此申报已经办结，未作任何更改；请刷新查看结果',
    'This application has already been settled; nothing was changed. Reload to see the result',
  ),
  own: defineProblem(
    'REGISTER_APPLICATION_OWN',
    403,
    '不能审批自己的申报',
    'Nobody decides on an application of their own',
  ),
  notOwn: defineProblem(
    'REGISTER_APPLICATION_NOT_OWN',
    403,
    '只有申报人可以撤回申报',
    'Only the person who proposed an application may withdraw it',
  ),
  month: defineProblem(
    'REGISTER_APPLICATION_MONTH',
    422,
    '{month} 不在可申报的月份之内（{first} 至 {last}）；已冻结的调查框不再改变',
    '{month} is not open for applications ({first} to {last}); frames that have been frozen do not change',
    Type.Object({ month: Bilingual, first: Bilingual, last: Bilingual }),
  ),
  effectiveMoved: defineProblem(
    'REGISTER_APPLICATION_EFFECTIVE_MOVED',
    409,
    '申报之后调查框已冻结，批准后将自 {date} 起生效；请核对后再次批准',
    'A frame has been frozen meanwhile, so approval would hold from {date}; check and approve again',
    Type.Object({ date: Type.String() }),
  ),
  unitMoved: defineProblem(
    'REGISTER_APPLICATION_UNIT_MOVED',
    409,
    '申报之后此单位的“{fields}”已被更改，不能批准；请不予批准，由申报人核对后重新申报',
    '{fields} of this unit changed after the application was made; refuse it, so that it is checked and proposed anew',
    Type.Object({ fields: Type.Array(Bilingual) }),
  ),
  papersNeeded: defineProblem(
    'REGISTER_APPLICATION_PAPERS_NEEDED',
    422,
    '此类申报须附证明材料，请至少上传一份',
    'This application needs papers; upload at least one',
  ),
  paperUnknown: defineProblem(
    'REGISTER_APPLICATION_PAPER_UNKNOWN',
    422,
    '有材料不是您上传的证明材料或已附于另一份申报，请重新上传',
    'A paper is not one that you uploaded, or belongs to another application; upload it again',
  ),
  paperEmpty: defineProblem(
    'REGISTER_PAPER_EMPTY',
    422,
    '文件是空的，请检查后重新选择',
    'The file is empty; check it and choose it again',
  ),
  paperType: defineProblem(
    'REGISTER_PAPER_TYPE',
    422,
    '“{name}”不是 PDF、OFD、JPG 或 PNG 文件',
    '“{name}” is no PDF, OFD, JPEG or PNG file',
    Type.Object({ name: Type.String() }),
  ),
})
