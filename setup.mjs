/**
 * Brings a checkout to the point where everything runs: dependencies installed, sources built.
 *
 * Quick when nothing has changed, safe to run again, needs nothing but Node and npm.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(fileURLToPath(import.meta.url))
const windows = process.platform === 'win32'

const [major] = process.versions.node.split('.').map(Number)
if (major < 20) {
  console.error(`Fieldproof needs Node 20 or later; this is ${process.version}.`)
  process.exit(2)
}

const locked = hashOf(['package-lock.json'])
if (stamp('node_modules/.fieldproof-installed') !== locked) {
  console.error('Installing dependencies…')
  // Nothing we depend on needs an install script, so none is run. A clean install where there is nothing yet; else,
  // and where a lock written on one platform lacks another's optional binaries, only what is missing.
  const fresh = !existsSync(join(root, 'node_modules'))
  const installed = (fresh && npm('ci')) || npm('install', '--no-save')
  if (!installed) process.exit(1)
  stamp('node_modules/.fieldproof-installed', locked)
}

const sources = hashOf([
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  ...filesUnder('src').filter((file) => !file.endsWith('.test.ts')),
])
if (stamp('dist/.built') !== sources) {
  console.error('Building…')
  if (!run(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json']))
    process.exit(1)
  stamp('dist/.built', sources)
}

/** @param {string[]} words */
function npm(...words) {
  return run('npm', [...words, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])
}

/** @param {string} program @param {string[]} words */
function run(program, words) {
  return spawnSync(program, words, { cwd: root, stdio: ['ignore', 2, 2], shell: windows }).status === 0
}

/** What a stamp file says, or writes it. @param {string} file @param {string} [text] */
function stamp(file, text) {
  const path = join(root, file)
  if (text === undefined) return existsSync(path) ? readFileSync(path, 'utf8') : undefined
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return text
}

/** @param {string[]} files */
function hashOf(files) {
  const hash = createHash('sha256')
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0')
  return hash.digest('hex')
}

/** @param {string} folder @returns {string[]} */
function filesUnder(folder) {
  return readdirSync(join(root, folder))
    .sort()
    .flatMap((name) => {
      const path = join(folder, name)
      return statSync(join(root, path)).isDirectory() ? filesUnder(path) : [path]
    })
}
