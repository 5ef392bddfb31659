import { closeCodes } from '../close-code-table.ts'
import { errorTable } from '../error-table.ts'

const then = {
  resume: 'connect again and resume',
  refresh: 'get a new token, then connect again',
  backoff: 'connect again after a longer wait',
  fatal: 'do not connect again in the same way',
} as const

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

/** The page of all errors and close codes, as Markdown. */
export const errorsPage = (): string => `# Errors

Made from \`packages/protocol/src/errors.ts\` and \`close-codes.ts\`; \`npm test\` fails when this page differs from them.

## Error codes

Both doors answer with the same object: \`{ code, message, retryable, retryAfterMs?, path?, requestId? }\`. \`message\` is for people who
develop and reads \`unable to <do>; <reason>\`; programs decide by \`code\` and \`retryable\`.

${table(
  ['code', 'HTTP status', 'retryable', 'what it means'],
  Object.entries(errorTable).map(([code, { status, retryable, summary }]) => [`\`${code}\``, status, retryable ? 'yes' : 'no', summary]),
)}

## Close codes of the socket

${table(
  ['code', 'name', 'why', 'what the client does'],
  Object.entries(closeCodes).map(([code, each]) => [code, `\`${each.name}\``, each.summary, `${each.then}: ${then[each.then]}`]),
)}

1002, 1003, 1007 and 1009 (RFC 6455) are fatal too; every other code, and a connection that ended without one, means: connect again and
resume, with backoff.
`
