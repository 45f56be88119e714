import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Command } from '../command.ts'
import { completionScript } from '../completions.ts'
import { sampleIo } from '../io.sample.ts'
import { runProgram } from '../program.ts'
import { commands } from './index.ts'

const two: readonly Command[] = [
  {
    name: 'judge',
    summary: "grade what wasn't: recorded",
    options: [
      { form: '--pact <file>', description: 'the pact [yaml]: its file' },
      { form: '-n, --repeats <n>', description: 'trials' },
    ],
    run: async () => 0,
  },
  { name: 'completion', summary: 'print a script', run: async () => 0 },
]
const choices = { completion: ['bash', 'fish'] }

/** What bash offers when Tab is pressed at the end of these words. */
function offered(script: string, words: readonly string[], cwd: string): string[] {
  const quoted = words.map((word) => `'${word}'`).join(' ')
  const probe = `${script}\nCOMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _fieldproof; printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['--norc', '-c', probe], { cwd, encoding: 'utf8' }).trim().split('\n').sort()
}

test('bash completes commands, options of a command, its choices, and files', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'fieldproof-completion-'))
  try {
    writeFileSync(join(cwd, 'pact.yaml'), '')
    const script = completionScript('bash', two, choices) ?? ''
    expect(offered(script, ['fieldproof', ''], cwd)).toEqual(['--help', '--version', 'completion', 'judge'])
    expect(offered(script, ['fieldproof', 'ju'], cwd)).toEqual(['judge'])
    expect(offered(script, ['fieldproof', 'judge', '-'], cwd)).toEqual(['--help', '--pact', '--repeats', '-h', '-n'])
    expect(offered(script, ['fieldproof', 'completion', 'f'], cwd)).toEqual(['fish'])
    expect(offered(script, ['fieldproof', 'judge', '--pact', 'p'], cwd)).toEqual(['pact.yaml'])
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
})

test('every command and option completes in bash', () => {
  const script = completionScript('bash', commands) ?? ''
  expect(offered(script, ['fieldproof', ''], '.')).toEqual(
    ['--help', '--version', ...commands.map(({ name }) => name)].sort(),
  )
  for (const { name, options = [] } of commands) {
    const long = options.map(({ form }) => /--[\w-]+/.exec(form)?.[0])
    expect(offered(script, ['fieldproof', name, '--'], '.')).toEqual([...long, '--help'].sort())
  }
})

test('the script for zsh names commands and options with their descriptions', () => {
  expect(completionScript('zsh', two, choices)).toMatchInlineSnapshot(`
    "#compdef fieldproof
    # zsh completion for fieldproof. Put this in ~/.zshrc:  eval "$(fieldproof completion zsh)"
    _fieldproof() {
      local -a commands
      commands=(
        'judge:grade what wasn'\\''t\\: recorded'
        'completion:print a script'
      )
      if (( CURRENT == 2 )); then
        _describe 'command' commands
        return
      fi
      local command="\${words[2]}"
      shift words
      (( CURRENT-- ))
      case "$command" in
        judge) _arguments '--pact[the pact \\[yaml\\]\\: its file]:value:_files' '-n[trials]:value:_files' '--repeats[trials]:value:_files' '-h[print this help]' '--help[print this help]' '*:file:_files' ;;
        completion) _arguments '-h[print this help]' '--help[print this help]' '*:what:(bash fish)' ;;
      esac
    }
    compdef _fieldproof fieldproof"
  `)
})

test('the script for fish names commands and options with their descriptions', () => {
  expect(completionScript('fish', two, choices)).toMatchInlineSnapshot(`
    "# fish completion for fieldproof. Put this in ~/.config/fish/config.fish:  fieldproof completion fish | source
    complete -c fieldproof -n __fish_use_subcommand -f -a judge -d 'grade what wasn\\'t: recorded'
    complete -c fieldproof -n '__fish_seen_subcommand_from judge' -l pact -r -d 'the pact [yaml]: its file'
    complete -c fieldproof -n '__fish_seen_subcommand_from judge' -s n -l repeats -r -d 'trials'
    complete -c fieldproof -n '__fish_seen_subcommand_from judge' -s h -l help -d 'print this help'
    complete -c fieldproof -n __fish_use_subcommand -f -a completion -d 'print a script'
    complete -c fieldproof -n '__fish_seen_subcommand_from completion' -s h -l help -d 'print this help'
    complete -c fieldproof -n '__fish_seen_subcommand_from completion' -f -a 'bash fish'"
  `)
})

test('a shell that is not known is told which are', async () => {
  const io = sampleIo()
  expect([await runProgram(['completion', 'tcsh'], io, '0.0.0'), io.text()]).toMatchInlineSnapshot(`
    [
      2,
      "! problem There is no completion for "tcsh".
    !         Shells: bash, zsh, fish.
    !         cli/unknown-shell  docs/problems/cli-unknown-shell.md",
    ]
  `)
})
