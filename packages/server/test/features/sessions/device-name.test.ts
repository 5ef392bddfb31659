import { expect, test } from 'vitest'
import { nameDevice } from '../../../src/features/sessions/device-name.ts'

const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0'

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Windows'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36 Edg/140.0.0.0`, 'Edge on Windows'],
  [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${chrome} Safari/537.36`, 'Chrome on macOS'],
  [`Mozilla/5.0 (Linux; Android 15; Pixel 9) ${chrome} Mobile Safari/537.36`, 'Chrome on Android'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1', 'Safari on iPhone'],
  ['Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/140.0 Mobile/15E148 Safari/604.1', 'Firefox on iPad'],
  [`Mozilla/5.0 (X11; CrOS x86_64 16000.0.0) ${chrome} Safari/537.36`, 'Chrome on ChromeOS'],
  ['okhttp/4.12.0', 'okhttp'],
  ['node', 'node'],
])('%s is %s', (userAgent, name) => {
  expect(nameDevice(userAgent)).toBe(name)
})

test.each([[undefined], [''], ['<script>alert(1)</script>'], ['\u202Eevil/1.0'], ['a sentence of somebody'], ['x'.repeat(10_000)]])('%s has no name', (userAgent) => {
  expect(nameDevice(userAgent)).toBeUndefined()
})

test('a long header is judged by its beginning, quickly', () => {
  const began = performance.now()
  expect(nameDevice(`Mozilla/5.0 (${'('.repeat(200_000)}) Firefox/1`)).toBe('Mozilla')
  expect(performance.now() - began).toBeLessThan(50)
})
