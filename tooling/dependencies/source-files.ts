import { globSync } from 'node:fs'

/** Every TypeScript file of the workspace, tests and tools included, relative to the root (the working directory). */
export const sourceFiles = (): readonly string[] =>
  globSync(['packages/*/{src,test,migrations}/**/*.{ts,tsx}', 'apps/*/{src,test}/**/*.{ts,tsx}', 'bench/**/*.ts', 'tooling/**/*.ts'], {
    exclude: (name) => name === 'node_modules' || name === 'dist' || name === 'fixtures',
  })
    .filter((file) => !/(?:^|\/)(?:node_modules|dist|fixtures)\//.test(file))
    .sort()
