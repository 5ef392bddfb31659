import type { Page } from 'playwright-core'
import { makeGroup, password, type Served } from './served.ts'

/** From the press of the button to something to read. */
export interface FirstMessage {
  /** Signed in, the conversation open: its newest message is visible. */
  readonly signInMs: number
  /** The page loaded anew, from its own storage and the server. */
  readonly reloadMs: number
}

/** Signs in to the demo with a conversation in the address. */
export async function measureFirstMessage(page: Page, served: Served): Promise<FirstMessage> {
  const group = await makeGroup(served, 1000)
  const newest = page.getByRole('region', { name: 'Messages', exact: true }).getByRole('article').last()
  await page.goto(`${served.url}/#/c/${group.conversationId}`)
  await page.getByLabel('Email').fill(group.reader.email)
  await page.getByLabel('Password').fill(password)
  const began = performance.now()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await newest.waitFor()
  const signInMs = performance.now() - began
  const reloadBegan = performance.now()
  await page.reload()
  await newest.waitFor()
  return { signInMs, reloadMs: performance.now() - reloadBegan }
}
