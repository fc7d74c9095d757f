import { expect, request, test } from '@playwright/test'

const product = process.env.BASE_URL
test.skip(product === undefined, 'the product is not running: BASE_URL names none')

test('should send scripts in the encoding that is asked for, whole, and for a year', async () => {
  const client = await request.newContext({ baseURL: product! })
  const page = await (await client.get('/')).text()
  const script = /assets\/[\w-]+\.js/.exec(page)![0]
  const whole = await (
    await fetch(`${product}/${script}`, { headers: { 'accept-encoding': 'identity' } })
  ).text()
  for (const encoding of ['br', 'gzip', 'identity']) {
    // `fetch` unpacks by itself and keeps the header.
    const answer = await fetch(`${product}/${script}`, { headers: { 'accept-encoding': encoding } })
    expect(answer.headers.get('content-encoding') ?? 'identity').toBe(encoding)
    expect(answer.headers.get('cache-control')).toContain('immutable')
    expect(answer.headers.get('vary')).toContain('accept-encoding')
    expect(await answer.text()).toBe(whole)
  }
})
