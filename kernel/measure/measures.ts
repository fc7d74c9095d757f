/**
 * What a process measures of itself: instruments that `/metrics` tells, and the timeline that the operations page
 * draws. Labels are of a bounded kind (a route's name, a task, a state), never an id, and nothing is personal.
 */
import { randomUUID } from 'node:crypto'
import {
  Counter,
  type CounterConfiguration,
  collectDefaultMetrics,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  Registry,
} from 'prom-client'
import { createTimeline, type Timeline } from './timeline.ts'

export type Measures = Readonly<{
  /** This process, among those that serve the same database. */
  instance: string
  startedAt: Date
  registry: Registry
  timeline: Timeline
  /** An instrument by its name: made at first, the same one afterwards. */
  histogram<Label extends string = never>(options: HistogramConfiguration<Label>): Histogram<Label>
  gauge<Label extends string = never>(options: GaugeConfiguration<Label>): Gauge<Label>
  counter<Label extends string = never>(options: CounterConfiguration<Label>): Counter<Label>
}>

/** Seconds, from what nobody notices to what everybody has given up on. */
export const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

export function createMeasures(): Measures {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const known = (name: string): unknown => registry.getSingleMetric(name)
  return Object.freeze({
    instance: randomUUID(),
    startedAt: new Date(),
    registry,
    timeline: createTimeline(),
    histogram: <Label extends string>(options: HistogramConfiguration<Label>) =>
      (known(options.name) as Histogram<Label> | undefined) ?? new Histogram({ ...options, registers }),
    gauge: <Label extends string>(options: GaugeConfiguration<Label>) =>
      (known(options.name) as Gauge<Label> | undefined) ?? new Gauge({ ...options, registers }),
    counter: <Label extends string>(options: CounterConfiguration<Label>) =>
      (known(options.name) as Counter<Label> | undefined) ?? new Counter({ ...options, registers }),
  })
}
