/**
 * The public face, written down: each export of each door of the package with its type, as a snapshot.
 *
 * A change here is a change for everyone who imports Fieldproof. Update it with `npx vitest run test/public-surface.test.ts -u`,
 * and say in CHANGELOG.md what changed.
 */
import { resolve } from 'node:path'
import ts from 'typescript'
import { beforeAll, expect, test } from 'vitest'

interface Export {
  readonly name: string
  readonly type: string
  readonly isDocumented: boolean
}

let exported: readonly Export[] = []
let exportedInline: readonly Export[] = []

beforeAll(() => {
  const doors = ['src/index.ts', 'src/inline/index.ts'].map((file) => resolve(file))
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd())
  const program = ts.createProgram(doors, { ...options, noEmit: true })
  const checker = program.getTypeChecker()
  const [main = [], inline = []] = doors.map((door) => {
    const source = program.getSourceFile(door)
    const module = source && checker.getSymbolAtLocation(source)
    return (module ? checker.getExportsOfModule(module) : []).map((alias) => described(alias, checker))
  })
  exported = main
  exportedInline = inline
})

function described(alias: ts.Symbol, checker: ts.TypeChecker): Export {
  const symbol = alias.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(alias) : alias
  return {
    name: alias.name,
    type: typeOf(symbol, checker),
    isDocumented: symbol.getDocumentationComment(checker).length > 0,
  }
}

function typeOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const [declaration] = symbol.declarations ?? []
  if (declaration === undefined) return 'unknown'
  if (symbol.flags & ts.SymbolFlags.Class) return `class ${membersOf(checker.getDeclaredTypeOfSymbol(symbol), checker)}`
  if (symbol.flags & ts.SymbolFlags.Interface) return membersOf(checker.getDeclaredTypeOfSymbol(symbol), checker)
  if (symbol.flags & ts.SymbolFlags.TypeAlias) {
    return checker.typeToString(
      checker.getDeclaredTypeOfSymbol(symbol),
      undefined,
      format | ts.TypeFormatFlags.InTypeAlias,
    )
  }
  return checker.typeToString(checker.getTypeOfSymbolAtLocation(symbol, declaration), declaration, format)
}

const format = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope

/** The members of an interface or class by name and type; Error's own are left out. */
function membersOf(type: ts.Type, checker: ts.TypeChecker): string {
  const members = type
    .getProperties()
    .filter(({ name }) => !['stack', 'cause'].includes(name) && !name.startsWith('__#'))
  const lines = members.map((member) => {
    const [declaration] = member.declarations ?? []
    const optional = member.flags & ts.SymbolFlags.Optional ? '?' : ''
    const its = declaration ? checker.getTypeOfSymbolAtLocation(member, declaration) : checker.getTypeOfSymbol(member)
    return `${member.name}${optional}: ${checker.typeToString(its, declaration, format)}`
  })
  return `{ ${lines.join('; ')} }`
}

test('the public face changes only on purpose', () => {
  expect(exported.map(({ name, type }) => `${name}: ${type}`).sort()).toMatchSnapshot()
})

test('the face of fieldproof/inline changes only on purpose', () => {
  expect(exportedInline.map(({ name, type }) => `${name}: ${type}`).sort()).toMatchSnapshot()
})

test('everything public is documented, so that nobody has to guess', () => {
  expect(exported.length).toBeGreaterThan(100)
  expect(exportedInline.length).toBeGreaterThan(10)
  const all = [...exported, ...exportedInline]
  expect(all.filter(({ isDocumented }) => !isDocumented).map(({ name }) => `${name} (undocumented)`)).toEqual([])
})
