/** What signing in and looking after accounts refuses. */
import { Type } from 'typebox'
import { defineProblem } from '../contract/problem.ts'

export const identityProblems = Object.freeze({
  refused: defineProblem(
    'IDENTITY_SIGN_IN_REFUSED',
    401,
    '用户名或密码不正确，或账户已被锁定；连续五次失败后锁定 30 分钟',
    'The user name or password is not right, or the account is locked; five failures in a row lock it for 30 minutes',
  ),
  tooManyFailures: defineProblem(
    'IDENTITY_ADDRESS_BLOCKED',
    429,
    '来自您所在网络的失败登录过多，请 {seconds} 秒后再试',
    'Too many failed sign-ins from your network; try again in {seconds} seconds',
    Type.Object({ seconds: Type.Integer() }),
  ),
  wrongPassword: defineProblem(
    'IDENTITY_PASSWORD_WRONG',
    403,
    '当前密码不正确；连续五次错误将锁定账户 30 分钟并退出登录',
    'The current password is not right; five wrong ones in a row lock the account for 30 minutes and sign you out',
  ),
  passwordWeak: defineProblem(
    'IDENTITY_PASSWORD_WEAK',
    400,
    '新密码不符合要求：至少 10 位，含大写、小写、数字、符号中的三类，不含用户名',
    'The new password does not meet the rules: at least 10 characters, three of upper case, lower case, digits and symbols, without the user name',
    Type.Object({ faults: Type.Array(Type.String()) }),
  ),
  passwordReused: defineProblem(
    'IDENTITY_PASSWORD_REUSED',
    409,
    '不能使用最近五次用过的密码',
    'This is one of the last five passwords; choose another',
  ),
  codeWrong: defineProblem(
    'IDENTITY_CODE_WRONG',
    403,
    '动态口令不正确或已用过，请等待下一个口令',
    'The code is not right or was already used; wait for the next one',
  ),
  secondFactorExists: defineProblem(
    'IDENTITY_SECOND_FACTOR_EXISTS',
    409,
    '已绑定动态口令；如需更换，请联系系统管理员重置',
    'A second factor is already set up; the system administrator can reset it',
  ),
  enrolmentMissing: defineProblem(
    'IDENTITY_ENROLMENT_MISSING',
    409,
    '请先获取动态口令密钥',
    'Ask for a second-factor secret first',
  ),
  passwordFirst: defineProblem(
    'IDENTITY_PASSWORD_FIRST',
    409,
    '请先修改初始密码',
    'Change the initial password first',
  ),
  secondFactorFirst: defineProblem(
    'IDENTITY_SECOND_FACTOR_FIRST',
    409,
    '请先输入动态口令',
    'Enter the second-factor code first',
  ),
  nameTaken: defineProblem('IDENTITY_NAME_TAKEN', 409, '用户名已被使用', 'This user name is already in use'),
  organisationUnknown: defineProblem(
    'IDENTITY_ORGANISATION_UNKNOWN',
    400,
    '没有这个机构，或不在您的范围内',
    'There is no such organisation, or it is outside your scope',
  ),
  ownAccount: defineProblem(
    'IDENTITY_OWN_ACCOUNT',
    409,
    '不能对自己的账户进行此操作',
    'This cannot be done to your own account',
  ),
})
