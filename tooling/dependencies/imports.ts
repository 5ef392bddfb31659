import { readFileSync } from 'node:fs'
import { dirname, posix } from 'node:path'
import ts from 'typescript'

/** One import as it stands in a file. */
export interface Import {
  /** File that imports, relative to the root. */
  readonly from: string
  /** Relative to the root for files of ours, otherwise the bare name as written. */
  readonly to: string
  readonly line: number
  /** Gone after compilation: `import type`, `export type`, `import('…').T`. */
  readonly typeOnly: boolean
}

const isTypeOnly = (node: ts.ImportDeclaration | ts.ExportDeclaration): boolean => {
  if (ts.isExportDeclaration(node)) {
    const names = node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : []
    return node.isTypeOnly || (names.length > 0 && names.every((each) => each.isTypeOnly))
  }
  const clause = node.importClause
  if (!clause) return false
  const names = clause.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : []
  const onlyTypes = !clause.name && names.length > 0 && names.every((each) => each.isTypeOnly)
  return clause.phaseModifier === ts.SyntaxKind.TypeKeyword || onlyTypes
}

/** The module that a node names, and whether only for types. */
const specifierOf = (node: ts.Node): { text: string; typeOnly: boolean } | undefined => {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    const name = node.moduleSpecifier
    return name && ts.isStringLiteral(name) ? { text: name.text, typeOnly: isTypeOnly(node) } : undefined
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [name] = node.arguments
    return name && ts.isStringLiteralLike(name) ? { text: name.text, typeOnly: false } : undefined
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
    return { text: node.argument.literal.text, typeOnly: true }
  }
  return undefined
}

/** All imports of a source file: static, dynamic, re-exports and types. */
export const importsOf = (file: string, source = readFileSync(file, 'utf8')): readonly Import[] => {
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, kind)
  const found: Import[] = []
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node)
    if (specifier) {
      const to = specifier.text.startsWith('.') ? posix.join(dirname(file), specifier.text) : specifier.text
      found.push({ from: file, to, line: tree.getLineAndCharacterOfPosition(node.getStart()).line + 1, typeOnly: specifier.typeOnly })
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}
