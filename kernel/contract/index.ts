export { type ActionWords, type AuditAction, defineActions } from './action.ts'
export {
  Bilingual,
  DateOnly,
  Done,
  Id,
  Instant,
  ListQuery,
  LocalText,
  NATION,
  Nullable,
  oneOf,
  PageOf,
  Period,
  RegionCode,
  sortBy,
} from './common.ts'
export {
  type BilingualText,
  defineProblem,
  Problem,
  type ProblemBody,
  type ProblemType,
  problemBody,
  problems,
} from './problem.ts'
export {
  type AnyRoute,
  type BodyOf,
  definePermissions,
  defineRoute,
  type Method,
  type ParamsOf,
  type PermissionType,
  type QueryOf,
  type ReplyOf,
  type RouteContract,
  type RoutePermission,
} from './route.ts'
