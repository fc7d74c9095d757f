import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { hearStopRequests, INTERRUPTED, stepsUntil } from './stop-request.ts'

describe('a request to stop', () => {
  const heard = () => {
    const said: string[] = []
    const left: number[] = []
    const host = Object.assign(new EventEmitter(), { exit: (code: number) => left.push(code) })
    return { said, left, host, stop: hearStopRequests(host, line => said.push(line)) }
  }

  it('should stop at the first, ask for patience at the second and leave at the third', () => {
    const { host, said, left, stop } = heard()
    expect(stop.aborted).toBe(false)
    host.emit('SIGINT')
    expect([stop.aborted, left]).toEqual([true, []])
    host.emit('SIGTERM')
    expect(said.at(-1)).toContain('stopping, please wait')
    expect(left).toEqual([])
    host.emit('SIGINT')
    expect(said.at(-1)).toContain('./zhitong stop')
    expect(left).toEqual([INTERRUPTED])
  })

  it('should end a step where it tells its progress, and begin no other', async () => {
    const { host, stop } = heard()
    const step = stepsUntil(stop)
    const done: string[] = []
    const working = step('work', async tell => {
      done.push('begun')
      host.emit('SIGINT')
      tell('half')
      done.push('finished')
    })
    await expect(working).rejects.toThrow('told to stop')
    expect(done).toEqual(['begun'])
    expect(() => step('next', async () => done.push('next'))).toThrow('told to stop')
    expect(done).toEqual(['begun'])
  })
})
