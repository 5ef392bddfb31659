import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'
import { shownCorpus, xssCorpus } from '../../packages/react/test/features/rich-text/xss-corpus.tsx'
import { chromiumLaunch } from '../processes/chromium.ts'

test('refusal 30: marked text of the corpus does nothing in a browser without a content policy, and its links lead where they say', async () => {
  const browser = await chromium.launch(chromiumLaunch())
  try {
    const page = await browser.newPage()
    const asked: string[] = []
    await page.route('**', (route) => {
      asked.push(route.request().url())
      return route.abort()
    })
    const dialogs: string[] = []
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message())
      void dialog.dismiss()
    })
    await page.setContent(`<!doctype html><main>${shownCorpus().map((html) => `<div>${html}</div>`).join('')}</main>`)
    const seen = await page.evaluate(() => {
      const all = [...document.querySelectorAll('main *')]
      // What would run on a hover, a focus or a click is tried; leaving the page is not.
      document.addEventListener('click', (event) => event.preventDefault())
      for (const element of all) if (element instanceof HTMLElement) for (const name of ['mouseover', 'focus', 'click']) element.dispatchEvent(new Event(name, { bubbles: true, cancelable: true }))
      return {
        texts: document.querySelectorAll('main > div').length,
        elements: [...new Set(all.map(({ localName }) => localName))].sort(),
        protocols: [...new Set([...document.links].map(({ protocol }) => protocol))].sort(),
        hosts: [...document.links].filter(({ textContent, hostname }) => /^https?:/.test(textContent) && !textContent.includes(hostname)).length,
        pwned: 'pwned' in globalThis,
      }
    })
    expect(seen).toMatchObject({ texts: xssCorpus.length, protocols: ['https:', 'mailto:'], hosts: 0, pwned: false })
    expect(seen.elements.filter((name) => !['a', 'blockquote', 'br', 'code', 'div', 'em', 'li', 'ol', 'p', 'pre', 's', 'strong', 'ul'].includes(name))).toEqual([])
    expect({ asked, dialogs }).toEqual({ asked: [], dialogs: [] })
  } finally {
    await browser.close()
  }
}, 60_000)
