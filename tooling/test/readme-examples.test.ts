import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
// `ts` and `tsx` blocks are examples; a word after it (`ts signatures`) says that a block is something else.
const blocks = /^```(tsx?)\n([\s\S]*?)^```$/gm

const examples = globSync(['README.md', 'packages/*/README.md', 'docs/**/*.md'], { cwd: root }).flatMap((page) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(blocks)].map(([, ending = 'ts', source = ''], index) => ({
    title: `${page}, example ${index + 1}`,
    // Stands beside its page, so that imports resolve as they do for a reader who is there; the root has none of our packages.
    path: resolve(root, page === 'README.md' ? 'packages/react' : dirname(page), `readme-example-${index + 1}.${ending}`),
    source,
  })),
)

// What examples may take for granted, as their readers do.
const givens = {
  path: join(root, 'readme-givens.d.ts'),
  source: 'declare const url: string, userId: string, conversationId: string, token: () => Promise<string | null>',
}

/** What TypeScript says of the examples, by path. */
const check = (): ReadonlyMap<string | undefined, readonly string[]> => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent({ ...(config as object), include: [], files: [] }, ts.sys, root)
  // Examples declare more than they use.
  const host = ts.createCompilerHost({ ...options, noUnusedLocals: false })
  const sources = new Map([givens, ...examples].map(({ path, source }) => [path, source]))
  const { readFile, fileExists, getSourceFile } = host
  host.readFile = (path) => sources.get(path) ?? readFile(path)
  host.fileExists = (path) => sources.has(path) || fileExists(path)
  host.getSourceFile = (path, language, ...rest) => {
    const source = sources.get(path)
    return source === undefined ? getSourceFile(path, language, ...rest) : ts.createSourceFile(path, path === givens.path ? source : `${source}\nexport {}\n`, language)
  }
  const program = ts.createProgram([...sources.keys()], { ...options, noUnusedLocals: false }, host)
  const found = examples.flatMap(({ path }) => ts.getPreEmitDiagnostics(program, program.getSourceFile(path)))
  return new Map(
    [...Map.groupBy(found, ({ file }) => file?.fileName)].map(([path, list]) => [
      path,
      list.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
    ]),
  )
}

describe('examples in READMEs', () => {
  const faults = check()

  test('are found', () => expect(examples.length).toBeGreaterThan(2))
  test.each(examples)('$title has right types', ({ path }) => expect(faults.get(path) ?? []).toEqual([]))
  test.each(examples.filter(({ path }) => /packages\/(?:protocol|core)\//.test(path)))('$title runs', ({ path, source }) => {
    const { status, stderr } = spawnSync(process.execPath, ['--conditions=source', '--input-type=module-typescript', '-e', source], {
      cwd: dirname(path),
      encoding: 'utf8',
      timeout: 15_000,
    })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })
})
