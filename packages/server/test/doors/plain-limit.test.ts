import { expect, test } from 'vitest'
import { roomyLimits, startTestServer } from '../support/test-server.ts'

test('documents count with everything else that an address asks for', async () => {
  const { call } = await startTestServer({ limits: { ...roomyLimits, address: { perMinute: 3, burst: 3 } } })
  const address = '203.0.113.9'
  expect(await call('GET', '/openapi.json', { address })).toMatchObject({ status: 200, headers: { 'ratelimit-limit': '3', 'ratelimit-remaining': '2' } })
  expect(await call('GET', '/v1/me', { address })).toMatchObject({ status: 401 })
  expect(await call('GET', '/docs', { address })).toMatchObject({ status: 200 })
  const refused = await call('GET', '/asyncapi.json', { address })
  expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited', retryable: true, retryAfterMs: expect.any(Number) } })
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect(await call('GET', '/v1/me', { address })).toMatchObject({ status: 429 })
  expect(await call('GET', '/openapi.json', { address: '203.0.113.10' })).toMatchObject({ status: 200 })
})
