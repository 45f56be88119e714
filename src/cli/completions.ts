/**
 * Completion scripts for shells, made from the list of commands, so that a new command or option completes
 * without anything else being written. Arguments of options and commands complete as files.
 */
import type { Command } from './command.ts'

/** What a script has to know of one command. */
interface Entry {
  readonly name: string
  readonly summary: string
  readonly options: readonly EntryOption[]
  /** Words that may stand as its argument, where the argument is not a file. */
  readonly choices: readonly string[]
}

interface EntryOption {
  /** `-p` and `--project`. */
  readonly words: readonly string[]
  readonly description: string
  readonly takesValue: boolean
}

const shells: Readonly<Record<string, (entries: readonly Entry[]) => string>> = { bash, zsh, fish }

export const shellNames: readonly string[] = Object.keys(shells)

/**
 * @param choices words that complete as the argument of a command, by its name
 * @returns the script, or undefined for a shell that is not known
 */
export function completionScript(
  shell: string,
  commands: readonly Command[],
  choices: Readonly<Record<string, readonly string[]>> = {},
): string | undefined {
  const write = Object.hasOwn(shells, shell) ? shells[shell] : undefined
  return write?.(commands.map((command) => entryOf(command, choices[command.name] ?? [])))
}

function entryOf({ name, summary, options = [] }: Command, choices: readonly string[]): Entry {
  const help = { words: ['-h', '--help'], description: 'print this help', takesValue: false }
  const own = options.map(({ form, description }) => ({
    words: form.match(/(?<![\w<[])--?[\w-]+/g) ?? [],
    description,
    takesValue: form.includes('<'),
  }))
  return { name, summary, options: [...own, help], choices }
}

const wordsOf = ({ options }: Entry) => options.flatMap(({ words }) => words)

function bash(entries: readonly Entry[]): string {
  const cases = entries.map(
    (entry) => `    ${entry.name}) options='${wordsOf(entry).join(' ')}'; choices='${entry.choices.join(' ')}' ;;`,
  )
  return `# bash completion for fieldproof. Put this in ~/.bashrc:  eval "$(fieldproof completion bash)"
_fieldproof() {
  local current="\${COMP_WORDS[COMP_CWORD]}" options='' choices=''
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${entries.map(({ name }) => name).join(' ')} --help --version' -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    *) return ;;
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *)
      if [ -n "$choices" ]; then COMPREPLY=($(compgen -W "$choices" -- "$current"))
      else COMPREPLY=($(compgen -f -- "$current")); fi ;;
  esac
}
complete -o filenames -F _fieldproof fieldproof`
}

function zsh(entries: readonly Entry[]): string {
  const cases = entries.map(({ name, options, choices }) => {
    const specs = options.flatMap(({ words, description, takesValue }) =>
      words.map((word) => `'${word}[${quoted(description, /[[\]:]/g)}]${takesValue ? ':value:_files' : ''}'`),
    )
    const rest = choices.length > 0 ? `'*:what:(${choices.join(' ')})'` : "'*:file:_files'"
    return `    ${name}) _arguments ${[...specs, rest].join(' ')} ;;`
  })
  return `#compdef fieldproof
# zsh completion for fieldproof. Put this in ~/.zshrc:  eval "$(fieldproof completion zsh)"
_fieldproof() {
  local -a commands
  commands=(
${entries.map(({ name, summary }) => `    '${name}:${quoted(summary, /:/g)}'`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  local command="\${words[2]}"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join('\n')}
  esac
}
compdef _fieldproof fieldproof`
}

function fish(entries: readonly Entry[]): string {
  const lines = entries.flatMap(({ name, summary, options, choices }) => [
    `complete -c fieldproof -n __fish_use_subcommand -f -a ${name} -d '${fishQuoted(summary)}'`,
    ...options.map(({ words, description, takesValue }) => {
      const flags = words.map((word) => (word.startsWith('--') ? `-l ${word.slice(2)}` : `-s ${word.slice(1)}`))
      return `complete -c fieldproof -n '__fish_seen_subcommand_from ${name}' ${flags.join(' ')}${takesValue ? ' -r' : ''} -d '${fishQuoted(description)}'`
    }),
    ...(choices.length > 0
      ? [`complete -c fieldproof -n '__fish_seen_subcommand_from ${name}' -f -a '${choices.join(' ')}'`]
      : []),
  ])
  return `# fish completion for fieldproof. Put this in ~/.config/fish/config.fish:  fieldproof completion fish | source
${lines.join('\n')}`
}

/** A text within single quotes of sh, with further marks escaped. */
function quoted(text: string, marks: RegExp): string {
  return text.replace(marks, '\\$&').replaceAll("'", "'\\''")
}

function fishQuoted(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")
}
