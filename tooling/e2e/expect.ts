import type { Locator, Page } from 'playwright-core'

export type { Locator, Page }

const within = async (what: string, check: () => Promise<string | undefined>, timeoutMs: number): Promise<void> => {
  const end = Date.now() + timeoutMs
  for (;;) {
    const wrong = await check()
    if (wrong === undefined) return
    if (Date.now() > end) throw new Error(`expected ${what}; ${wrong}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Assertions that wait, for what changes on a screen by itself. */
export const expect = (locator: Locator, timeoutMs = 15_000) => ({
  toBeVisible: () => locator.first().waitFor({ state: 'visible', timeout: timeoutMs }),
  toBeGone: () => within(`${locator} to go`, async () => ((await locator.count()) === 0 ? undefined : 'it is still there'), timeoutMs),
  toHaveCount: (count: number) =>
    within(
      `${count} of ${locator}`,
      async () => {
        const found = await locator.count()
        return found === count ? undefined : `found ${found}`
      },
      timeoutMs,
    ),
  toHaveText: (pattern: RegExp) =>
    within(
      `${locator} to say ${pattern}`,
      async () => {
        const text = (await locator.first().textContent({ timeout: timeoutMs })) ?? ''
        return pattern.test(text) ? undefined : `it says “${text}”`
      },
      timeoutMs,
    ),
  toBeNamed: (pattern: RegExp) =>
    within(
      `${locator} to be named ${pattern}`,
      async () => {
        const name = (await locator.first().getAttribute('aria-label', { timeout: timeoutMs })) ?? ''
        return pattern.test(name) ? undefined : `it is named “${name}”`
      },
      timeoutMs,
    ),
})

/** Waits until `read` gives what is wanted. */
export const eventually = async <T>(what: string, read: () => Promise<T>, fits: (value: T) => boolean, timeoutMs = 20_000): Promise<void> =>
  within(
    what,
    async () => {
      const value = await read()
      return fits(value) ? undefined : `found ${JSON.stringify(value)}`
    },
    timeoutMs,
  )
