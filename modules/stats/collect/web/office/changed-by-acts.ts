import { getCellLineage, getProgress, getReport, getReportHistory, listReports } from '../../contract.ts'

/** What an act upon a report makes out of date. */
export const changedByActs = [getReport, listReports, getProgress, getCellLineage, getReportHistory]
