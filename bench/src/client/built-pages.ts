import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, defaultClientConditions, type InlineConfig } from 'vite'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Folders with what is built for production: the demo, the demo on its fixtures, and the page of the loads. */
export interface BuiltPages {
  readonly demo: string
  readonly fixture: string
  readonly page: string
  remove(): Promise<void>
}

/** Builds from the workspace's sources. */
export async function buildPages(): Promise<BuiltPages> {
  const folder = await mkdtemp(join(tmpdir(), 'palaver-pages-'))
  const demo = here('../../../apps/demo')
  const pages = { demo: join(folder, 'demo'), fixture: join(folder, 'fixture'), page: join(folder, 'page') }
  const buildInto = (outDir: string, config: InlineConfig): Promise<unknown> =>
    build({ logLevel: 'error', ...config, build: { ...config.build, outDir, emptyOutDir: true } })
  try {
    await buildInto(pages.demo, { root: demo, configFile: join(demo, 'vite.config.ts') })
    await buildInto(pages.fixture, { root: demo, configFile: join(demo, 'vite.config.ts'), mode: 'fixture' })
    await buildInto(pages.page, { root: here('./page'), configFile: false, resolve: { conditions: ['source', ...defaultClientConditions] }, build: { modulePreload: { polyfill: false } } })
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
  return { ...pages, remove: () => rm(folder, { recursive: true, force: true }) }
}
