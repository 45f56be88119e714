/** Fitted rates and distances, on a terminal and as JSON. */
import { visible } from '../../conversation/index.ts'
import type { ChannelFit, Estimate, Fit, FittedRate, Realism } from '../../simulate/index.ts'
import { inColumns } from '../columns.ts'
import type { Style } from '../io.ts'
import { count, percent } from './words.ts'

export function fitLines(
  { whole, channels }: Fit,
  realism: readonly Realism[] | undefined,
  style: Style,
): readonly string[] {
  return [
    ...channelLines(whole, channels.length > 0 ? 'all channels' : (whole.channel ?? ''), style),
    ...channels.flatMap((channel) => ['', ...channelLines(channel, channel.channel ?? '', style)]),
    '',
    'Intervals are 95 %, and widen with what messages of one conversation share.',
    ...(realism === undefined ? [] : ['', ...realismLines(realism, style)]),
  ]
}

function channelLines(channel: ChannelFit, name: string, style: Style): readonly string[] {
  const { conversations, turns, messages, words, burstSizes, operations } = channel
  const slips = Object.entries(operations).filter(([, n]) => n > 0)
  const sizes = burstSizes.slice(1).flatMap((n, index) => (n > 0 ? [`${index + 2} messages ${n}`] : []))
  return [
    `${style.bold(visible(name))}: ${count(conversations, 'conversation')}, ${count(turns, 'turn')}, ${count(messages, 'message')} of customers`,
    ...inColumns([...channel.rates.filter(isShown).map(rateRow), ...timeRows(channel)], [1]).map((line) => `  ${line}`),
    ...(slips.length === 0 ? [] : [`  typing errors: ${slips.map(([what, n]) => `${what} ${n}`).join(', ')}`]),
    ...(sizes.length === 0 ? [] : [`  turns in several messages: ${sizes.join(', ')}`]),
    `  words in a turn: ${Math.round(words.low)} to ${Math.round(words.high)} in half of them, ${Math.round(words.median)} in the middle`,
    ...neverSeen(channel),
  ]
}

/** A perturbation that nobody made is told in one line with the others. */
function isShown({ field, k }: FittedRate): boolean {
  return !field.startsWith('perturbations.') || k > 0
}

function neverSeen({ rates }: ChannelFit): readonly string[] {
  const shown = new Set(rates.filter(isShown).map(({ field }) => field))
  const unseen = rates.filter(({ field }) => !shown.has(field)).map(({ field }) => field.slice('perturbations.'.length))
  const names = [...new Set(unseen)]
  return names.length === 0 ? [] : [`  never seen: ${names.join(', ')}`]
}

function rateRow({ field: name, options, k, n, of, estimate, visible: share }: FittedRate): readonly string[] {
  const field = options === undefined ? name : `${name} (${Object.values(options).join(', ')})`
  const divided = share === undefined || estimate === undefined ? '' : ` (${percent(share)} of errors can be seen)`
  const counted = `${k} of ${n.toLocaleString('en-GB')} ${of}${divided}`
  if (estimate === undefined) return [field, 'too few', '', counted]
  return [
    field,
    finePercent(estimate.rate),
    `${finePercent(estimate.low).replace(' %', '')} to ${finePercent(estimate.high)}`,
    counted,
  ]
}

/** Small rates are what habits are about: two digits that count. */
function finePercent(fraction: number): string {
  const inPercent = fraction * 100
  return inPercent === 0 || inPercent >= 1 ? percent(fraction) : `${Number(inPercent.toPrecision(2))} %`
}

function timeRows({ times: { thinkMs, wordsPerMinute } }: ChannelFit): readonly (readonly string[])[] {
  return [
    timeRow('timing.thinkMs', thinkMs, 'too few messages with times'),
    timeRow('timing.wordsPerMinute', wordsPerMinute, 'not told by the times'),
  ]
}

function timeRow(field: string, estimate: Estimate | undefined, otherwise: string): readonly string[] {
  if (estimate === undefined) return [field, '-', '', otherwise]
  const { value, low, high, n } = estimate
  const whole = (number: number) => Math.round(number).toLocaleString('en-GB')
  return [field, whole(value), `${whole(low)} to ${whole(high)}`, `median of ${count(n, 'message')}`]
}

/** A feature is told when it is so far above its floor. */
const worthNaming = 0.01

function realismLines(realism: readonly Realism[], style: Style): readonly string[] {
  const rows = realism.map(({ persona, conversations, compared, distance, floor, parts }) => [
    visible(persona),
    String(conversations),
    ...(distance === undefined || floor === undefined
      ? ['too few', '', '', '', '']
      : [
          distance.value.toFixed(3),
          `${distance.low.toFixed(3)} to ${distance.high.toFixed(3)}`,
          floor.value.toFixed(3),
          `${floor.low.toFixed(3)} to ${floor.high.toFixed(3)}`,
          `${compared[0]} and ${compared[1]}`,
        ]),
    parts
      .filter(({ distance: far, floor: least }) => far - least >= worthNaming)
      .slice(0, 3)
      .map(({ feature, distance: far, floor: least }) => `${feature} ${far.toFixed(2)} (${least.toFixed(2)})`)
      .join(', '),
  ])
  const head = ['persona', 'n', 'distance', '95 %', 'floor', '95 %', 'drawn', 'furthest (floor)']
  return [
    `${style.bold('How far simulated customers are from these')}: 0 alike, 1 nothing in common`,
    ...inColumns([head, ...rows], [1]).map((line) => `  ${line}`),
    'The floor is the distance of recorded customers from other recorded ones, in sets of as many conversations.',
  ]
}

/** `schema` names the form. Rates are fractions; null where there is too little. */
export function fitJson(
  { whole, channels }: Fit,
  realism: readonly Realism[] | undefined,
): Readonly<Record<string, unknown>> {
  return {
    schema: 'fieldproof.fit/1',
    confidence: 0.95,
    ...channelJson(whole),
    channels: channels.map(channelJson),
    realism: realism?.map((each) => ({ ...each, distance: each.distance ?? null, floor: each.floor ?? null })) ?? null,
  }
}

function channelJson({ channel, rates, times, ...rest }: ChannelFit): Readonly<Record<string, unknown>> {
  return {
    channel: channel ?? null,
    ...rest,
    rates: rates.map(({ estimate, ...rate }) => ({ ...rate, estimate: estimate ?? null })),
    times: { thinkMs: times.thinkMs ?? null, wordsPerMinute: times.wordsPerMinute ?? null },
  }
}
