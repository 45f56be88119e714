/**
 * A persona file made of a fit: every rate with what it was counted from, as a comment.
 *
 * What there was too little of is named and left out, so that the persona's default holds there.
 */
import type { ChannelFit, Fit, FittedRate } from './fit.ts'
import type { Estimate } from './times.ts'

export interface PersonaTextOptions {
  readonly id: string
  readonly title: string
  /** What it was made of, as comments at the top. */
  readonly heading: string
}

/** The file's text; `parsePersona` reads it. */
export function personaText({ whole, channels }: Fit, { id, title, heading }: PersonaTextOptions): string {
  const lines = [
    ...heading.split('\n').map((line) => `# ${line}`),
    `id: ${id}`,
    `title: ${JSON.stringify(title)}`,
    ...habitLines(whole, ''),
    ...(channels.length === 0 ? [] : ['channels:']),
    ...channels.flatMap((channel) => [`  ${JSON.stringify(channel.channel)}:`, ...onChannel(channel)]),
  ]
  return `${lines.join('\n')}\n`
}

/** A channel that nothing is known of stays as everywhere. */
function onChannel(channel: ChannelFit): readonly string[] {
  const lines = habitLines({ ...channel, rates: channel.rates.filter(({ field }) => field !== 'corrections') }, '    ')
  return lines.some((line) => !line.trimStart().startsWith('#')) ? lines : [...lines, '    {}']
}

function habitLines(channel: ChannelFit, indent: string): readonly string[] {
  const { words } = channel
  return [
    `${indent}# ${channel.conversations} conversations, ${channel.turns} turns, ${channel.messages} messages; half of the turns have ${Math.round(words.low)} to ${Math.round(words.high)} words.`,
    ...section('writing', channel, indent),
    ...section('timing', channel, indent, timeLines(channel, `${indent}  `)),
    ...channel.rates.filter(({ field }) => field === 'corrections').flatMap((rate) => rateLines(rate, indent)),
    ...section('perturbations', { ...channel, rates: worthNaming(channel.rates) }, indent),
  ]
}

function section(
  name: string,
  { rates }: Pick<ChannelFit, 'rates'>,
  indent: string,
  more: readonly string[] = [],
): readonly string[] {
  const mine = rates.filter(({ field }) => field.startsWith(`${name}.`))
  const lines = [...mine.flatMap((rate) => rateLines(rate, `${indent}  `)), ...more]
  if (lines.length === 0) return []
  const isEmpty = lines.every((line) => line.trimStart().startsWith('#'))
  return isEmpty ? lines.map((line) => line.slice(2)) : [`${indent}${name}:`, ...lines]
}

/** A perturbation that nobody made is off without being named. Of one with options, a persona has the most frequent. */
function worthNaming(rates: readonly FittedRate[]): readonly FittedRate[] {
  const made = rates.filter(({ field, k }) => !field.startsWith('perturbations.') || k > 0)
  return made.filter((rate) => made.every((other) => other.field !== rate.field || other.k <= rate.k))
}

function rateLines(
  { field, options, k, n, of, conversations, estimate, visible }: FittedRate,
  indent: string,
): readonly string[] {
  const name = field.split('.').at(-1)
  const counted = `${k} of ${n} ${of}, in ${conversations} conversations`
  if (estimate === undefined) return [`${indent}# ${name}: too few for a rate: ${counted}.`]
  const seen = visible === undefined ? '' : `; divided by the ${shown(visible)} of slips that can be seen`
  return [
    `${indent}# ${counted}; 95 %: ${shown(estimate.low)} to ${shown(estimate.high)}${seen}.`,
    `${indent}${name}: ${setting(estimate.rate, options)}`,
  ]
}

function setting(rate: number, options: FittedRate['options']): string {
  if (options === undefined) return shown(rate)
  const others = Object.entries(options).map(([key, value]) => `, ${key}: ${value}`)
  return `{ rate: ${shown(rate)}${others.join('')} }`
}

function timeLines({ times: { thinkMs, wordsPerMinute } }: ChannelFit, indent: string): readonly string[] {
  return [
    ...(thinkMs === undefined
      ? [`${indent}# thinkMs: too few messages with times.`]
      : timeLine('thinkMs', thinkMs, indent)),
    ...(wordsPerMinute === undefined
      ? [`${indent}# wordsPerMinute: the times do not tell it.`]
      : timeLine('wordsPerMinute', wordsPerMinute, indent)),
  ]
}

function timeLine(name: string, { value, low, high, n, conversations }: Estimate, indent: string): readonly string[] {
  const whole = (number: number) => String(Math.round(number))
  return [
    `${indent}# ${n} messages in ${conversations} conversations; 95 %: ${whole(low)} to ${whole(high)}.`,
    `${indent}${name}: ${whole(value)}`,
  ]
}

/** A fraction to three digits that count. */
function shown(fraction: number): string {
  return String(Number(fraction.toPrecision(3)))
}
