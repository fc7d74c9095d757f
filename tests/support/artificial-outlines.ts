/**
 * Outlines of no place on earth's land: a honeycomb in the open Pacific, one cell for each code. Neighbours share their
 * corners to the last digit, as outlines of one survey do.
 */
const ORIGIN = [-150, 30] as const
const SIDE = 0.1

type Cell = Readonly<{ code: string; name?: string }>

const rounded = (value: number): number => Number(value.toFixed(6))

const corner = (column: number, row: number, at: number): [number, number] => {
  const centre = [ORIGIN[0] + column * 1.5 * SIDE, ORIGIN[1] + (row + (column % 2) / 2) * Math.sqrt(3) * SIDE]
  const angle = (at * Math.PI) / 3
  return [rounded(centre[0]! + SIDE * Math.cos(angle)), rounded(centre[1]! + SIDE * Math.sin(angle))]
}

/** @param property of each feature that holds its code */
export function artificialOutlines(cells: readonly Cell[], property = 'code') {
  const columns = Math.ceil(Math.sqrt(cells.length))
  return {
    type: 'FeatureCollection',
    features: cells.map(({ code, name }, index) => ({
      type: 'Feature',
      properties: { [property]: code, ...(name && { name }) },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [0, 1, 2, 3, 4, 5, 0].map(at => corner(index % columns, Math.floor(index / columns), at)),
        ],
      },
    })),
  }
}

export const artificialFile = (cells: readonly Cell[], property?: string): Buffer =>
  Buffer.from(JSON.stringify(artificialOutlines(cells, property)))
