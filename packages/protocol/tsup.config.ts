import { globSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { defineConfig } from 'tsup'

const withDeclarations = process.env['PALAVER_NO_DTS'] !== '1'

/**
 * The root's declarations: the values that its JavaScript exports, and the types of everything. The bundler of declarations would turn
 * `export type *` into plain exports, and so promise schemas that are not there.
 */
const writeRootDeclarations = async (): Promise<void> => {
  const values = Object.keys((await import(pathToFileURL(resolve('dist/index.js')).href)) as object)
  await writeFile('dist/index.d.ts', `export { ${values.join(', ')} } from './definitions.js';\nexport type * from './definitions.js';\n`)
}

export default defineConfig({
  entry: { index: 'src/index.ts', definitions: 'src/definitions.ts', documents: 'src/documents/index.ts' },
  format: 'esm',
  target: 'es2023',
  // Chunks keep the root entry free of TypeBox.
  splitting: true,
  treeshake: true,
  // tsup's own cleaning runs beside the build and would take the root's declarations with it.
  clean: false,
  esbuildPlugins: [
    { name: 'clean', setup: ({ onStart }) => onStart(() => globSync(withDeclarations ? 'dist/*.js' : 'dist/*').forEach((file) => rmSync(file))) },
  ],
  dts: withDeclarations && { entry: { definitions: 'src/definitions.ts', documents: 'src/documents/index.ts' } },
  onSuccess: async () => {
    if (withDeclarations) await writeRootDeclarations()
  },
})
