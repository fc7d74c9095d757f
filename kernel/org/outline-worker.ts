/** Draws groups of outlines on a thread of its own: of a large file it takes seconds, in which others are to be answered. */
import { parentPort, workerData } from 'node:worker_threads'
import { drawOutlines } from './outline-drawing.ts'
import type { Outline } from './outline-file.ts'

const groups = workerData as readonly (readonly Outline[])[]
parentPort?.postMessage(groups.map(drawOutlines))
