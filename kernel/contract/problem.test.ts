import { expect, it } from 'vitest'
import { defineProblem, Problem, problemBody } from './problem.ts'

it('should fill each text with what the detail says in its language', () => {
  const moved = defineProblem(
    'TEST_MOVED',
    409,
    '“{fields}”变了{times}次{lost}',
    '{fields} moved {times} times{lost}',
  )
  const fields = [
    { 'zh-CN': '名称', en: 'Name' },
    { 'zh-CN': '规模', en: 'Size' },
  ]
  const problem = new Problem(moved, { fields, times: 2 })
  expect(problemBody(problem).message).toEqual({
    'zh-CN': '“名称、规模”变了2次{lost}',
    en: 'Name, Size moved 2 times{lost}',
  })
  expect(problem.message).toBe('TEST_MOVED: Name, Size moved 2 times{lost}')
})
