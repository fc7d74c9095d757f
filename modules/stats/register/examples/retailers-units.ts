/** How a table of retailers without codes, names or places becomes units: the record number stands for the unit. */
import type { ImportMapping } from '../contract.ts'

export const retailerLocalCode = (record: number): string => `RETAILER-${record}`

/** @param regionCode where the units are placed, since the table does not say */
export const retailersUnitMapping = (regionCode: string): ImportMapping => ({
  fields: {
    localCode: { text: 'RETAILER-{row}' },
    name: { text: '零售企业{row}' },
    kind: { text: 'legal' },
    regionCode: { text: regionCode },
    industryCode: { text: '5211' },
    sizeClass: { column: 'size' },
    staff: { column: 'staff' },
  },
  values: { sizeClass: { sc0: 'micro', sc1: 'small', sc2: 'medium', sc3: 'large' } },
  missing: ['NA'],
})
