import { describe, expect, it } from 'vitest'
import { leftOf } from './reset.ts'

describe('a reset beside an outside database', () => {
  it('should name the database that stays, without its password, in both languages', () => {
    const said = leftOf('postgres://zt:s3cret@db.example:6543/zhitong%5Fprod')
    expect(said).toContain('zhitong_prod@db.example:6543 未改动')
    expect(said).toContain('was left as it is')
    expect(said).not.toMatch(/s3cret|zt:/)
    expect(leftOf('postgres://localhost/zhitong')).toContain('zhitong@localhost ')
  })
})
