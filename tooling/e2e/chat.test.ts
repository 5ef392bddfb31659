import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect as assert, test } from 'vitest'
import { type ServerProcess, createServerProcess, freePort, highLimits } from '../processes/server-process.ts'
import { type Profile, openProfile, picture } from './browser.ts'
import { eventually, expect } from './expect.ts'
import { mailedCodes } from './mailed-code.ts'
import { type Messenger, type Someone, createMessenger } from './messenger.ts'

const password = 'correct horse battery'
const people = {
  ada: { name: 'Ada Lovelace', handle: 'ada', email: 'ada@example.com', password },
  ben: { name: 'Benoît Ångström', handle: 'benoit', email: 'ben@example.com', password },
  cleo: { name: 'Cleo Nguyễn', handle: 'cleo.n', email: 'cleo@example.com', password },
} as const satisfies Record<string, Someone>

let folder: string
let server: ServerProcess
const profiles: Profile[] = []
let ada: Messenger
let ben: Messenger
let cleo: Messenger

const open = async (name: string, viewport?: { width: number; height: number }): Promise<Messenger> => {
  const profile = await openProfile(folder, name, viewport)
  profiles.push(profile)
  return createMessenger(profile.page, server.url)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'palaver-e2e-'))
  server = createServerProcess(
    await freePort(),
    {
      PALAVER_DATA_DIR: join(folder, 'data'),
      PALAVER_STATIC_DIR: fileURLToPath(new URL('../../apps/demo/dist', import.meta.url)),
      PALAVER_LIMITS: highLimits,
      PALAVER_HEARTBEAT_SECONDS: '5',
    },
    'built',
  )
  await server.start()
  ada = await open('ada')
  ben = await open('ben')
  cleo = await open('cleo', { width: 400, height: 800 })
}, 120_000)

afterAll(async () => {
  for (const [index, profile] of profiles.entries()) await picture(profile.page, `end-${index}`).catch(() => undefined)
  for (const profile of profiles) await profile.close()
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

test('people register with the code that the development mail prints', async () => {
  await ada.page.goto(server.url)
  await ada.page.getByRole('button', { name: 'Create account' }).waitFor()
  await picture(ada.page, '01-sign-in')
  const readCode = mailedCodes(server)
  await ada.register(people.ada, readCode)
  await picture(ada.page, '02-empty')
  await ben.register(people.ben, readCode)
  await cleo.register(people.cleo, readCode)
})

test('one finds the other by name, and they talk directly', async () => {
  await ada.talkTo(people.ben.name)
  await ada.write('Good morning, Benoît!')
  await expect(ben.row(people.ada.name)).toHaveText(/Good morning/)
})

test('an unread badge counts, and clears when the conversation is read', async () => {
  await ada.write('Are you there?')
  await expect(ben.row(people.ada.name)).toHaveText(/2 unread messages/)
  await picture(ben.page, '03-unread')
  await ben.openConversation(people.ada.name)
  await expect(ben.row(people.ada.name).getByText(/unread/)).toBeGone()
})

test('sent, delivered and read show and advance', async () => {
  await expect(ada.status('Are you there?')).toBeNamed(/Read/)
  await ben.closeConversation()
  await ada.write('Delivered, but not read')
  await expect(ada.status('Delivered, but not read')).toBeNamed(/Delivered/)
  await ben.openConversation(people.ada.name)
  await expect(ada.status('Delivered, but not read')).toBeNamed(/Read/)
})

test('typing shows', async () => {
  await ben.type('I am just')
  await expect(ada.page.getByRole('main').getByText(/is typing/)).toBeVisible()
  await picture(ada.page, '04-typing')
  await ben.write('I am just answering')
  await expect(ada.page.getByRole('main').getByText(/is typing/)).toBeGone()
  await expect(ada.message('I am just answering')).toBeVisible()
})

test('a quote-reply shows what it answers', async () => {
  await ada.message('I am just answering').getByText('I am just answering').hover()
  await ada.message('I am just answering').getByRole('button', { name: 'Reply' }).click()
  await ada.write('This answers that')
  await expect(ben.message('This answers that').getByText('I am just answering')).toBeVisible()
  await picture(ben.page, '05-quote')
})

test('they make a group with a third, on a narrow screen too', async () => {
  await ada.createGroup('Analytical engine', [people.ben.name, people.cleo.name])
  await ada.write('Welcome, both of you')
  await expect(ben.row('Analytical engine')).toHaveText(/Welcome/)
  await expect(cleo.row('Analytical engine')).toHaveText(/Welcome/)
  await cleo.openConversation('Analytical engine')
  await cleo.write('Hello from a telephone')
  await expect(ada.message('Hello from a telephone')).toBeVisible()
  await picture(cleo.page, '06-narrow')
  await picture(ada.page, '07-group')
})

test('presence changes when a tab closes', async () => {
  await ada.openConversation(people.ben.name)
  const header = ada.page.getByRole('main').getByRole('banner').or(ada.page.locator('.conv-head'))
  await expect(header).toHaveText(/Online/)
  await ben.page.goto('about:blank')
  await expect(header, 30_000).toHaveText(/Last seen|Offline/)
  await ben.page.goto(server.url)
  await expect(header).toHaveText(/Online/)
})

test('a reload keeps everything', async () => {
  const before = await ada.texts(/./)
  assert(before.length).toBeGreaterThan(4)
  await ada.page.reload()
  await eventually('the same messages after a reload', () => ada.texts(/./), (now) => JSON.stringify(now) === JSON.stringify(before))
})

test('scrolling up loads older history without a jump', async () => {
  const signIn = await fetch(`${server.url}/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: people.cleo.email, password }),
  })
  const { accessToken } = (await signIn.json()) as { accessToken: string }
  const id = /#\/c\/([0-9a-f-]{36})/.exec(cleo.page.url())?.[1] ?? ''
  for (let i = 1; i <= 160; i++) {
    const answer = await fetch(`${server.url}/v1/conversations/${id}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
      body: JSON.stringify({ clientId: crypto.randomUUID(), content: { kind: 'text', text: `Line ${i}` } }),
    })
    assert(answer.status).toBe(201)
  }
  await ada.openConversation('Analytical engine')
  // It opens where the unread messages begin.
  await expect(ada.page.getByText('New messages')).toBeVisible()
  await ada.page.getByRole('button', { name: /Jump to the newest/ }).click()
  await expect(ada.message('Line 160')).toBeVisible()
  // A fresh tab has only the newest page, so what stands above must be loaded.
  await ada.page.reload()
  await expect(ada.message('Line 160')).toBeVisible()
  const scroller = ada.page.locator('.timeline-scroll')
  await scroller.hover()
  const step = 400
  // Rows are measured as they come into view, which moves others by a few pixels with the wheel; a row is 39 high, a page 2,000.
  const slack = 20
  for (let turn = 0; turn < 60; turn++) {
    if (await ada.message('Welcome, both of you').count()) break
    // What is being read moves by what the wheel moved (less at the top), whatever is loaded before it meanwhile.
    const key = await ada.page.getByRole('article').nth(4).getAttribute('data-key')
    const anchor = ada.page.locator(`[data-key="${key}"]`)
    const before = (await anchor.boundingBox())?.y ?? 0
    await ada.page.mouse.wheel(0, -step)
    await ada.page.waitForTimeout(300)
    const after = await anchor.boundingBox()
    if (!after) continue
    assert(after.y - before, 'the timeline jumped').toBeGreaterThanOrEqual(-slack)
    assert(after.y - before, 'the timeline jumped').toBeLessThanOrEqual(step + slack)
  }
  await expect(ada.message('Welcome, both of you')).toBeVisible()
  await picture(ada.page, '08-history')
  await ada.page.getByRole('button', { name: /Jump to the newest/ }).click()
  await expect(ada.message('Line 160')).toBeVisible()
})

test('three messages written offline in one of two tabs survive a reload and a killed server, and arrive once, in order', async () => {
  const context = profiles[1]?.context
  if (!context) throw new Error('unable to find the second profile')
  await ben.page.goto(server.url)
  await ben.openConversation('Analytical engine')
  const secondPage = await context.newPage()
  const second = createMessenger(secondPage, server.url)
  await secondPage.goto(ben.page.url())
  await expect(second.message('Line 160')).toBeVisible()

  await context.setOffline(true)
  await server.kill()
  for (const text of ['offline one', 'offline two', 'offline three']) await ben.write(text)
  await expect(ben.status('offline three')).toBeNamed(/Waiting/)
  await expect(second.message('offline three')).toBeVisible()
  await expect(ben.connection()).toHaveText(/3 messages waiting/)
  await picture(ben.page, '09-offline')

  await server.start()
  // The page itself comes from the server, so the reload happens while the sockets of this profile are still kept from it.
  let kept = true
  await context.route('**/v1/**', (route) => (kept ? route.abort() : route.continue()))
  await context.routeWebSocket(/\/v1\/socket/, (socket) => void (kept ? socket.close() : socket.connectToServer()))
  await context.setOffline(false)
  await ben.page.reload()
  await expect(ben.message('offline three')).toBeVisible()
  await expect(ben.status('offline three')).toBeNamed(/Waiting/)
  await picture(ben.page, '10-offline-reload')

  kept = false
  await ben.page.reload()
  const wanted = ['offline one', 'offline two', 'offline three']
  const sides = { ada, cleo, ben, second }
  for (const [name, side] of Object.entries(sides)) {
    await eventually(`${name} shows the three once, in order`, () => side.texts(/^offline/), (found) => JSON.stringify(found) === JSON.stringify(wanted), 45_000)
  }
  await expect(ben.status('offline three')).toBeNamed(/Sent|Delivered|Read/)
  await picture(ada.page, '11-after-the-storm')
  const orders = await Promise.all(Object.values(sides).map(async (side) => (await side.texts(/./)).slice(-8)))
  for (const order of orders) assert(order).toEqual(orders[0])
})

test('no page threw or complained', () => {
  assert(profiles.flatMap(({ errors }) => errors)).toEqual([])
})
