/** A server with regions, industries and people of each level, for tests of any module. */
export {
  CITY,
  creditCode,
  HETANG,
  LUSONG,
  multipart,
  type Office,
  openOffice,
} from '#modules/stats/register/testing/office.ts'
