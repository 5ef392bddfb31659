import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { endChild } from '../processes/child-process.ts'
import { type Profile, openProfile } from '../e2e/browser.ts'
import { runIn } from './consumer.ts'

const folder = inject('consumer')
const profiles: Profile[] = []
let server: ChildProcess | undefined
let url: string

const open = async (name: string): Promise<Profile> => {
  const profile = await openProfile(join(folder, 'profiles'), name)
  profiles.push(profile)
  await profile.page.goto(`${url}/?email=${name}@example.com`)
  return profile
}

const talkTo = async ({ page }: Profile, name: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Find' }).fill(name)
  await page.getByRole('button', { name }).click()
  await page.getByRole('textbox', { name: 'Message' }).waitFor()
}

const say = async ({ page }: Profile, text: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Message' }).fill(text)
  await page.keyboard.press('Enter')
}

beforeAll(async () => {
  await runIn(folder, process.execPath, 'node_modules/vite/bin/vite.js', 'build', 'react-app', '--logLevel', 'warn')
  server = spawn(process.execPath, ['server.mjs', join(folder, 'react-app/dist')], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(server.stdout ?? server, 'data')) as [Buffer]
  ;({ url } = JSON.parse(line.toString()) as { url: string })
})

afterAll(async () => {
  await Promise.all(profiles.map((profile) => profile.close()))
  if (server) await endChild(server, 'SIGTERM')
})

test('two people chat in a Vite app that was built from the packages', async () => {
  const [ada, ben] = await Promise.all([open('ada'), open('ben')])
  await Promise.all([talkTo(ada, 'Ben Barker'), talkTo(ben, 'Ada Lovelace')])
  await say(ada, 'Hello Ben')
  await ben.page.getByRole('listitem').filter({ hasText: 'Hello Ben' }).waitFor()
  await say(ben, 'Hello Ada')
  await ada.page.getByRole('listitem').filter({ hasText: 'Hello Ada' }).waitFor()
  for (const { page } of [ada, ben]) expect(await page.getByRole('listitem').allTextContents()).toEqual(['Hello Ben', 'Hello Ada'])
  expect([...ada.errors, ...ben.errors]).toEqual([])
})
