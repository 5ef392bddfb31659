import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm'],
  dts: process.env['PALAVER_NO_DTS'] !== '1',
  clean: true,
  treeshake: true,
  target: 'es2022',
  esbuildOptions(options) {
    // Frameworks with server components treat the hooks as client code by this line.
    options.banner = { js: '"use client";' }
  },
})
