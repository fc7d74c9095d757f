/** How a cost grows with the data: `p` in cost ∝ dataᵖ. 0 is flat, 1 grows as the data does. */

export type Measured = Readonly<{ size: number; cost: number }>

/** The slope of the straight line that lies nearest to the points on paper ruled in logarithms both ways. */
export function exponentOf(points: readonly Measured[]): number {
  const logs = points.map(({ size, cost }) => ({ x: Math.log(size), y: Math.log(cost) }))
  const mean = (pick: (point: { x: number; y: number }) => number) =>
    logs.reduce((sum, point) => sum + pick(point), 0) / logs.length
  const [x, y] = [mean(point => point.x), mean(point => point.y)]
  const spread = logs.reduce((sum, point) => sum + (point.x - x) ** 2, 0)
  return logs.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / spread
}
