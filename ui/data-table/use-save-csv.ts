import { QueryClientContext } from '@tanstack/react-query'
import { useContext } from 'react'
import { saveFile } from '../api/call.ts'
import { isDemonstration } from '../session/use-session.ts'
import { type CsvColumn, csvOf } from './table-view.ts'

/** Gives rows to the person as a file; generated data is labelled there as on every page. */
export function useSaveCsv() {
  const client = useContext(QueryClientContext)
  return <Row>(name: string, rows: readonly Row[], columns: readonly CsvColumn<Row>[]): void => {
    const csv = csvOf(rows, columns, client !== undefined && isDemonstration(client))
    saveFile(`${name}.csv`, new Blob([csv], { type: 'text/csv' }))
  }
}
