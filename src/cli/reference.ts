/** The reference of the command line, written from the commands themselves: docs/reference/cli.md. */
import type { Command, OptionForm } from './command.ts'

/** The page as markdown. */
export function commandReference(commands: readonly Command[]): string {
  return [
    '# The command line',
    '',
    'Written from the commands themselves; `fieldproof <command> --help` says the same. How commands end is told in',
    '[exit codes](exit-codes.md).',
    '',
    '| command | what it does |',
    '|---|---|',
    ...commands.map(({ name, summary }) => `| [\`${name}\`](#fieldproof-${name}) | ${summary} |`),
    '',
    ...commands.flatMap(section),
  ].join('\n')
}

function section({ name, summary, arguments: given = [], options = [], examples = [] }: Command): readonly string[] {
  const usage = ['fieldproof', name, ...(options.length > 0 ? ['[options]'] : []), ...given.map(({ form }) => form)]
  return [
    `## fieldproof ${name}`,
    '',
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    '',
    '```sh',
    usage.join(' '),
    '```',
    '',
    ...rows('argument', given),
    ...rows('option', options),
    ...(examples.length === 0 ? [] : ['Examples:', '', '```sh', ...examples, '```', '']),
  ]
}

function rows(what: string, forms: readonly Pick<OptionForm, 'form' | 'description'>[]): readonly string[] {
  if (forms.length === 0) return []
  const lines = forms.map(({ form, description }) => `| \`${form}\` | ${description.replaceAll('|', '\\|')} |`)
  return [`| ${what} | |`, '|---|---|', ...lines, '']
}
