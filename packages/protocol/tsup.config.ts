import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { index: 'src/index.ts', definitions: 'src/definitions.ts', documents: 'src/documents/index.ts' },
  format: 'esm',
  target: 'es2023',
  // Chunks keep the root entry free of TypeBox.
  splitting: true,
  treeshake: true,
  clean: true,
  dts: process.env['PALAVER_NO_DTS'] !== '1',
})
