import ts from 'typescript'

/** A text of a file, and the place in it for an error. */
export interface Source {
  readonly path: string
  readonly text: string
}

const splice = ({ text }: Source, at: number, added: string): string => text.slice(0, at) + added + text.slice(at)

const lost = ({ path }: Source, what: string): Error => new Error(`unable to enter the feature in ${path}; it has no ${what} any more: mend tooling/scaffold`)

/** Adds a line to the first run of lines that match `like`, in the order of the alphabet. */
export const insertLine = (source: Source, like: RegExp, line: string): string => {
  const lines = source.text.split('\n')
  const first = lines.findIndex((each) => like.test(each))
  if (first < 0) throw lost(source, `line like ${like.source}`)
  let at = first
  while (like.test(lines[at] ?? '') && keyOf(lines[at] ?? '') < keyOf(line)) at += 1
  return lines.toSpliced(at, 0, line).join('\n')
}

/** Imports and re-exports are sorted by their module. */
const keyOf = (line: string): string => /'(\.[^']+)'/.exec(line)?.[1] ?? line

/** Adds a name to an `export type { … } from 'module'` of one line. */
export const insertExportedType = (source: Source, module: string, name: string): string => {
  const found = new RegExp(`^export type \\{ (.+) \\} from '${module}'$`, 'm').exec(source.text)
  if (!found) throw lost(source, `export of types from ${module}`)
  const names = [...(found[1] ?? '').split(', '), name].sort()
  return source.text.replace(found[0], `export type { ${names.join(', ')} } from '${module}'`)
}

/** Adds an element to the end of the array, or a property to the object, that `variable` holds; in the layout of those before it. */
export const appendTo = (source: Source, variable: string, added: string): string => {
  const tree = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.Latest, true)
  const declarations = tree.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) => [...declarationList.declarations])
  const declared = declarations.find(({ name }) => ts.isIdentifier(name) && name.text === variable)
  if (!declared?.initializer) throw lost(source, `variable ${variable}`)
  return appendIn({ source, tree }, declared.initializer, added)
}

const appendIn = ({ source, tree }: { readonly source: Source; readonly tree: ts.SourceFile }, expression: ts.Expression, added: string): string => {
  let node = expression
  while (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) node = node.expression
  const items = ts.isArrayLiteralExpression(node) ? node.elements : ts.isObjectLiteralExpression(node) ? node.properties : undefined
  const last = items?.at(-1)
  if (!items || !last) throw lost(source, 'list with something in it')
  // What stands before the last one separates it from the one before, spaces and line breaks too.
  const before = /\s*$/.exec(source.text.slice(0, last.getStart(tree)))?.[0] ?? ''
  const separator = items.length > 1 && before === '' ? ' ' : before
  return splice(source, last.end, `,${separator}${added}`)
}

/** Adds a statement after the last one in a function that calls `create…` for its effect alone. */
export const insertCall = (source: Source, name: string, statement: string): string => {
  const tree = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.Latest, true)
  const body = tree.statements.filter(ts.isFunctionDeclaration).find((each) => each.name?.text === name)?.body
  const last = body?.statements.findLast((each) => ts.isExpressionStatement(each) && each.getText().startsWith('create'))
  if (!last) throw lost(source, `call of create… in ${name}`)
  return splice(source, last.end, `\n  ${statement}`)
}
