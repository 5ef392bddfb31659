// Documents made from the contract: for servers that serve them and for generators.
export { asyncApiDocument } from './asyncapi.ts'
export { contractDocument } from './contract.ts'
export { errorsPage } from './errors-page.ts'
export { examples, type Examples } from './examples.ts'
export { frameSummaries } from './frame-summaries.ts'
export type { Json, JsonObject } from './json-schema.ts'
export { openApiDocument } from './openapi.ts'
export { tagOf, tags } from './tags.ts'
