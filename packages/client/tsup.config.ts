import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'es2023',
  treeshake: true,
  clean: true,
  dts: process.env['PALAVER_NO_DTS'] !== '1',
})
