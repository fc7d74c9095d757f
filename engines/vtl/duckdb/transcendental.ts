/** exp, ln, log and power in the very steps of `js/double.ts`, so that both give the same bits. */
import {
  expCoefficients,
  expLimit,
  ln2High,
  ln2Low,
  lnCoefficients,
  log2e,
  sqrtHalf,
  sqrtTwo,
  wholePowerLimit,
} from '../js/double.ts'
import { doubleLiteral as d } from './names.ts'
import type { Piece, Renderer } from './render.ts'

const horner = (coefficients: readonly number[], x: string): string =>
  coefficients.slice(1).reduce((sum, next) => `(${sum} * ${x} + ${d(next)})`, d(coefficients[0]!))

export function exponential(renderer: Renderer, x: Piece): Piece {
  const limit = d(expLimit)
  const inside = renderer.bind(`CASE WHEN abs(${x.sql}) <= ${limit} THEN ${x.sql} END`, [x])
  const k = renderer.bind(`round(${inside.sql} * ${d(log2e)})`, [inside])
  const r = renderer.bind(`${inside.sql} - ${k.sql} * ${d(ln2High)} - ${k.sql} * ${d(ln2Low)}`, [inside, k])
  const value = `${horner(expCoefficients, r.sql)} * power(2e0, ${k.sql})`
  const sql = `CASE WHEN ${x.sql} < -${limit} THEN 0e0 ELSE ${value} END`
  return renderer.piece(sql, [x, k, r])
}

export function naturalLog(renderer: Renderer, x: Piece): Piece {
  const inside = renderer.bind(`CASE WHEN ${x.sql} > 0e0 THEN ${x.sql} END`, [x])
  const guess = renderer.bind(`floor(log2(${inside.sql}))`, [inside])
  const part = renderer.bind(`${inside.sql} / power(2e0, ${guess.sql})`, [inside, guess])
  const shift = renderer.bind(
    `CASE WHEN ${part.sql} >= ${d(sqrtTwo)} THEN 1e0 WHEN ${part.sql} < ${d(sqrtHalf)} THEN -1e0 ELSE 0e0 END`,
    [part],
  )
  const m = renderer.bind(
    `CASE ${shift.sql} WHEN 1e0 THEN ${part.sql} / 2e0 WHEN -1e0 THEN ${part.sql} * 2e0 ELSE ${part.sql} END`,
    [part, shift],
  )
  const k = renderer.bind(`${guess.sql} + ${shift.sql}`, [guess, shift])
  const f = renderer.bind(`(${m.sql} - 1e0) / (${m.sql} + 1e0)`, [m])
  const square = renderer.bind(`${f.sql} * ${f.sql}`, [f])
  const series = `2e0 * ${f.sql} * ${horner(lnCoefficients, square.sql)}`
  const sql = `(${k.sql} * ${d(ln2High)} + (${series} + ${k.sql} * ${d(ln2Low)}))`
  return renderer.piece(sql, [k, f, square])
}

export function logarithm(renderer: Renderer, x: Piece, base: Piece): Piece {
  const top = naturalLog(renderer, x)
  const made = naturalLog(renderer, base)
  const bottom = renderer.bind(made.sql, [made])
  return renderer.piece(`${top.sql} / nullif(${bottom.sql}, 0e0)`, [top, bottom])
}

function wholePower(renderer: Renderer, x: Piece, y: Piece): Piece {
  let factor = x
  let product = '1e0'
  const factors: Piece[] = []
  for (let bit = 1; bit <= 32; bit *= 2) {
    factors.push(factor)
    product = `${product} * CASE WHEN floor(abs(${y.sql}) / ${d(bit)}) % 2e0 = 1e0 THEN ${factor.sql} ELSE 1e0 END`
    factor = renderer.bind(`${factor.sql} * ${factor.sql}`, [factor])
  }
  const positive = renderer.bind(product, [y, ...factors])
  return renderer.piece(
    `CASE WHEN ${y.sql} < 0e0 THEN 1e0 / nullif(${positive.sql}, 0e0) ELSE ${positive.sql} END`,
    [y, positive],
  )
}

export function powerOf(renderer: Renderer, x: Piece, y: Piece): Piece {
  const whole = renderer.bind(`floor(${y.sql}) = ${y.sql}`, [y])
  const small = wholePower(renderer, x, y)
  const size = renderer.bind(`abs(${x.sql})`, [x])
  const log = naturalLog(renderer, size)
  const exponent = renderer.bind(`${y.sql} * ${log.sql}`, [y, log])
  const exponentiated = exponential(renderer, exponent)
  const general = renderer.bind(exponentiated.sql, [exponentiated])
  const odd = `${whole.sql} AND abs(${y.sql}) % 2e0 = 1e0`
  const sql = [
    `CASE WHEN ${x.sql} IS NULL OR ${y.sql} IS NULL THEN NULL WHEN ${whole.sql} AND abs(${y.sql}) <= ${d(wholePowerLimit)}`,
    `THEN CASE WHEN ${x.sql} = 0e0 AND ${y.sql} < 0e0 THEN NULL ELSE ${small.sql} END`,
    `WHEN ${x.sql} = 0e0 THEN CASE WHEN ${y.sql} > 0e0 THEN 0e0 END`,
    `WHEN ${x.sql} < 0e0 AND NOT ${whole.sql} THEN NULL`,
    `WHEN ${x.sql} < 0e0 AND ${odd} THEN -${general.sql} ELSE ${general.sql} END`,
  ].join(' ')
  return renderer.piece(sql, [x, y, whole, small, general])
}
