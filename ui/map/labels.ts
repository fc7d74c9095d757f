/** Which names stand on a map and where: none over another, none far beyond its region, none off the sheet. Pure. */
import type { Seat, Sheet } from './sheet.ts'

export type Label = Readonly<{ code: string; x: number; y: number; lines: readonly string[] }>
type Box = Readonly<{ left: number; right: number; top: number; bottom: number }>

export const LABEL_SIZE = 12
export const LINE_HEIGHT = 15
const GAP = 2
/** How far beyond the room at its seat a label may reach. */
const OVERHANG = 1.3

/** Chinese characters are as wide as high; others about three fifths of it. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, one) => sum + ((one.codePointAt(0) ?? 0) > 0x2e7f ? 1 : 0.6), 0) * LABEL_SIZE

/** @param linesOf what to write on a region: the first line if it has room, the others where they have it too */
export function placeLabels(
  { shapes, width, height }: Sheet,
  linesOf: (code: string) => readonly string[],
): readonly Label[] {
  const taken: Box[] = []
  return shapes
    .toSorted((a, b) => b.area - a.area)
    .flatMap(({ code, seat }) => {
      const all = linesOf(code)
      const choices = [all, all.slice(0, 1)].filter(lines => lines.length > 0)
      for (const lines of choices) {
        const box = boxOf(seat, lines)
        const isRoomy = box.right - box.left - GAP * 2 <= seat.room * OVERHANG
        const isOnSheet = box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height
        if (!isRoomy || !isOnSheet || taken.some(other => overlaps(box, other))) continue
        taken.push(box)
        return [{ code, x: seat.x, y: seat.y - ((lines.length - 1) * LINE_HEIGHT) / 2, lines }]
      }
      return []
    })
}

function boxOf({ x, y }: Seat, lines: readonly string[]): Box {
  const half = Math.max(...lines.map(widthOf)) / 2 + GAP
  const tall = (lines.length * LINE_HEIGHT) / 2
  return { left: x - half, right: x + half, top: y - tall, bottom: y + tall }
}

export const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
