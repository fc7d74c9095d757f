import { expect, it } from 'vitest'
import type { ProblemBody } from '#kernel/contract/index.ts'
import { failureLine } from './use-failure-toast.ts'

const problem = (status: number, message = '不行'): ProblemBody => ({
  code: 'TRY',
  status,
  message: { 'zh-CN': message, en: 'No' },
  requestId: 'r-1',
})

it('should tell the number of what nobody expected, once, and of nothing else', () => {
  expect(failureLine(problem(503), 'zh-CN')).toBe('不行（编号 r-1）')
  expect(failureLine(problem(0), 'en')).toBe('No (reference r-1)')
  expect(failureLine(problem(409), 'zh-CN')).toBe('不行')
  expect(failureLine(problem(500, '已记录（编号 r-1）'), 'zh-CN')).toBe('已记录（编号 r-1）')
  const { requestId: _, ...nameless } = problem(500)
  expect(failureLine(nameless, 'zh-CN')).toBe('不行')
})
