import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createServerProcess, freePort, highLimits } from '../processes/server-process.ts'
import { openProfile, picture } from './browser.ts'
import { eventually } from './expect.ts'
import { createMessenger } from './messenger.ts'

const corpus = [
  '<script>document.title = "pwned"</script>',
  '<img src=x onerror="document.title = \'pwned\'">',
  '<svg onload="document.title = \'pwned\'"><a xlink:href="javascript:alert(1)">x</a></svg>',
  '"><iframe srcdoc="<script>top.document.title = 1</script>"></iframe>',
  '[click](javascript:document.title="pwned")',
  'javascript:alert(1)',
  'data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==',
  '{{constructor.constructor("document.title = 1")()}}',
  '<style>body { display: none }</style>',
  'before \u202Egnp.exe after',
]
const name = '<img src=x onerror="document.title=1">'

/** Runs `work` with a server and a folder of their own. */
const withServer = async (work: (server: ReturnType<typeof createServerProcess>, folder: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'palaver-inert-'))
  const dist = fileURLToPath(new URL('../../apps/demo/dist', import.meta.url))
  const settings = { PALAVER_DATA_DIR: join(folder, 'data'), PALAVER_STATIC_DIR: dist, PALAVER_LIMITS: highLimits }
  const server = createServerProcess(await freePort(), settings, 'built')
  try {
    await server.start()
    await work(server, folder)
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

test('refusal 30: markup, scripts and addresses in texts and names are shown as text and do nothing', async () => {
  await withServer(async (server, folder) => {
    const profile = await openProfile(folder, 'mallory')
    try {
      const readCode = async (email: string): Promise<string> => {
        const find = (): string | undefined => /\b(\d{6})\b/.exec(server.output().split(`Mail to ${email}`).at(1) ?? '')?.[1]
        await eventually(`a code for ${email}`, async () => find(), (code) => code !== undefined)
        return find() ?? ''
      }
      const messenger = createMessenger(profile.page, server.url)
      await messenger.register({ name, handle: 'mallory', email: 'mallory@example.com', password: 'correct horse battery' }, readCode)
      const title = await profile.page.title()
      await messenger.createGroup('<b>bold</b> <script>document.title = 1</script>', [])
      for (const text of corpus) await messenger.write(text)
      await picture(profile.page, 'inert-text')

      expect(await messenger.texts(/./)).toEqual(corpus)
      const made = await profile.page.locator('article').locator('script, img[src="x"], iframe, style, a[href^="javascript:"], a[href^="data:"]').count()
      expect(made).toBe(0)
      expect(await profile.page.title()).toContain(title.split(' ')[0])
      expect(await profile.page.title()).not.toMatch(/pwned|^1$/)
      expect(profile.errors).toEqual([])
    } finally {
      await profile.close()
    }
  })
}, 120_000)
