// A new feature through all packages, small and whole. `npm run new-feature <plural-noun>`
import { writeFeature } from './scaffold/feature.ts'
import { namesOf } from './scaffold/names.ts'

const next = `Next:
  1. npm run generate && npm run freeze       the documents of the contract, and the contract of the unreleased version
  2. npm test -- lint types unit              all green: the example works through every door
  3. Make it yours: start with the contract, then cases, service, client and hook. What is stored needs a migration
     (packages/server/migrations) and a tables.ts of the feature; what must not be lost goes through the writer (features/marks is the smallest that does).
  4. Say it in PROTOCOL.md and in the feature's README; npm run api; npx changeset.
  5. node --conditions=source tooling/feature-cost.ts <feature>     what it costs outside its folders; CONTRIBUTING.md says what it may`

try {
  const [feature = '', ...rest] = process.argv.slice(2)
  if (rest.length > 0) throw new Error('unable to make a feature; give one name: npm run new-feature polls')
  const { made, changed } = writeFeature(process.cwd(), namesOf(feature))
  console.log(`Made\n${made.map((path) => `  ${path}`).join('\n')}\nEntered it in\n${changed.map((path) => `  ${path}`).join('\n')}\n${next}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
