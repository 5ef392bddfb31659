import { commands } from '@palaver/protocol/definitions'

const heading = `import type { CommandName } from '@palaver/protocol'

/** Where each command stands in REST. Made from the contract by \`npm run generate\`, for its schemas would cost a client ten times as much. */
export const restPaths: Readonly<Partial<Record<CommandName, string>>> = {
`

/** The module in which the client finds the paths of commands. */
export const restPathsModule = (): string => {
  const lines = commands.flatMap((command) => ('rest' in command ? [`  '${command.name}': '${command.rest.method} ${command.rest.path.replace('/v1/', '')}',\n`] : []))
  return `${heading}${lines.join('')}}\n`
}
