/** The reference of the command line, written from the commands themselves: docs/reference/cli.md. */
import type { Command, OptionForm } from './command.ts'
import type { CommandGroup } from './commands/index.ts'

/** The page as markdown. */
export function commandReference(groups: readonly CommandGroup[]): string {
  return [
    '# The command line',
    '',
    'Written from the commands themselves; `fieldproof <command> --help` says the same. How commands end is told in',
    '[exit codes](exit-codes.md).',
    '',
    ...groups.flatMap(overview),
    ...groups.flatMap(({ commands }) => commands.flatMap(section)),
  ].join('\n')
}

function overview({ name, commands }: CommandGroup): readonly string[] {
  const lines = commands.map((each) => `| [\`${each.name}\`](#fieldproof-${each.name}) | ${each.summary} |`)
  return [`**${name}**`, '', '| | |', '|---|---|', ...lines, '']
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
