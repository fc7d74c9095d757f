import { applicationProblems, registerProblems } from '../contract.ts'

/** Problems for what the register's constraints refuse, by constraint. */
export const registerViolations = Object.freeze({
  unit_credit_code_key: registerProblems.creditCodeTaken,
  unit_local_code_key: registerProblems.localCodeTaken,
  application_open_unit: applicationProblems.unitOpen,
  application_open_credit_code: applicationProblems.codeOpen,
  application_open_local_code: applicationProblems.codeOpen,
})
