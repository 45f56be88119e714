/**
 * A load run as a page: quality, reply times and whose time it was along the levels, then each level in numbers.
 *
 * The plots are as wide as the page, so points are placed in percent and joined by single lines. What they show stands
 * in the tables as well.
 */
import type { LevelResult, LoadResult } from '../../simulate/index.ts'
import { plainStyle } from '../io.ts'
import { escapeMarkup } from './escape.ts'
import { pageEnd, pageStart } from './html-page.ts'
import { swatchSvg } from './html-plots.ts'
import { type Row, wideTable } from './html-table.ts'
import { cellsOf, details, ending, head, introduction, keptCommands, kneeWords, ms, type ToldLoad } from './load.ts'
import { percent, sentence } from './words.ts'

/** The page in pieces, in order. @param of the project and its agent */
export function* loadHtml(told: ToldLoad, of: { readonly name: string; readonly agent: string }): Generator<string> {
  const { result } = told
  yield pageStart({
    title: `${of.name}: under load`,
    kicker: `${of.name} under load, agent ${of.agent}`,
    headline: titleOf(result),
    lede: introduction(told).map(sentence),
  })
  if (result.levels.length > 0) {
    const across = acrossOf(result)
    yield qualityHtml(result, across)
    yield timesHtml(result, across)
    yield blameHtml(result)
    yield numbersHtml(result)
    yield restHtml(told)
  }
  yield pageEnd()
}

function titleOf({ levels, isVoid, knee }: LoadResult): string {
  if (levels.length === 0) return 'Stopped before a level was complete'
  if (isVoid) return 'Void: this machine did not keep up'
  if (knee === undefined) return 'Stopped before every level was played'
  return sentence(kneeWords(knee.level, levels)).replace(/\.$/, '')
}

/** Where levels stand from left to right, in percent: by their logarithm, since they grow by factors. */
type Across = (level: number) => number

const leftEnd = 12
const rightEnd = 97

function acrossOf({ levels }: LoadResult): Across {
  const [low, high] = [levels[0]?.level ?? 1, levels.at(-1)?.level ?? 1]
  if (low === high) return () => (leftEnd + rightEnd) / 2
  return (level) => leftEnd + ((rightEnd - leftEnd) * Math.log(level / low)) / Math.log(high / low)
}

const top = 12
const height = 190
const full = height + 42

/** @param up where a value stands, 0 at the bottom to 1 at the top */
interface Scale {
  readonly up: (value: number) => number
  readonly ticks: readonly (readonly [number, string])[]
}

const y = (up: number) => (top + height * (1 - Math.max(0, Math.min(1, up)))).toFixed(1)
const x = (across: number) => `${across.toFixed(2)}%`

/** Axis, levels, and the part beyond the knee; what is drawn comes between. */
function chart(label: string, { levels, knee }: LoadResult, across: Across, scale: Scale, drawn: string): string {
  const lines = scale.ticks.map(
    ([value, text]) =>
      `<line class="tick" x1="${leftEnd}%" x2="100%" y1="${y(scale.up(value))}" y2="${y(scale.up(value))}"/><text x="0" y="${Number(y(scale.up(value))) + 4}">${text}</text>`,
  )
  const names = levels.map(
    ({ level }) => `<text x="${x(across(level))}" y="${full - 18}" text-anchor="middle">${level}</text>`,
  )
  const from = knee?.beyond === undefined ? undefined : middle(knee.level, knee.beyond.level, across)
  const beyond =
    from === undefined
      ? ''
      : `<rect class="beyond" x="${x(from)}" width="${x(100 - from)}" y="${top}" height="${height}"/><text x="${x(from)}" dx="6" y="${top + height - 7}">not carried</text>`
  return `<svg class="chart" height="${full}" role="img" aria-label="${escapeMarkup(label)}">${beyond}${lines.join('')}${names.join('')}<text x="${leftEnd}%" y="${full - 3}">conversations at once</text>${drawn}</svg>`
}

function middle(knee: number | undefined, beyond: number, across: Across): number {
  return knee === undefined ? leftEnd - 3 : (across(knee) + across(beyond)) / 2
}

interface Point {
  readonly across: number
  readonly up: number
}

/** Points that are there, joined where their neighbours are as well. */
function lineSvg(points: readonly (Point | undefined)[], name: string): string {
  const joined = points.map((to, at) => {
    const from = points[at - 1]
    if (from === undefined || to === undefined) return ''
    return `<line class="join s-${name}" x1="${x(from.across)}" x2="${x(to.across)}" y1="${y(from.up)}" y2="${y(to.up)}"/>`
  })
  const dots = points.map((point) =>
    point === undefined ? '' : `<circle class="f-${name}" cx="${x(point.across)}" cy="${y(point.up)}" r="4"/>`,
  )
  return [...joined, ...dots].join('')
}

function qualityHtml(result: LoadResult, across: Across): string {
  const { levels } = result
  const lowest = Math.min(0.9, ...levels.flatMap(({ clean }) => (clean === undefined ? [] : [clean.low])))
  const low = Math.floor(lowest * 10) / 10
  const ticks = [low, (low + 1) / 2, 1].map((value) => [value, percent(value)] as const)
  const scale = { up: (value: number) => (value - low) / (1 - low), ticks }
  const ranges = levels.map(({ level, clean }) =>
    clean === undefined
      ? ''
      : `<line class="range s-accent" x1="${x(across(level))}" x2="${x(across(level))}" y1="${y(scale.up(clean.low))}" y2="${y(scale.up(clean.high))}"/>`,
  )
  const points = levels.map(({ level, clean }) => clean && { across: across(level), up: scale.up(clean.rate) })
  return `<section id="quality"><h2>Quality</h2>
<p class="hint">Conversations without a violation, with 95 % intervals. The intervals speak of scenarios like these; whether a level is worse than the lowest is told pair by pair, below.</p>
${chart('Share of conversations without a violation by level', result, across, scale, ranges.join('') + lineSvg(points, 'accent'))}</section>`
}

const quantiles = [
  ['p50', 'kept', 'half of the replies'],
  ['p95', 'open', '95 %'],
  ['p99', 'broken', '99 %'],
] as const

function timesHtml(result: LoadResult, across: Across): string {
  const { levels, boundMs } = result
  const all = levels.flatMap(({ replies: { p50, p95, p99 } }) => [p50, p95, p99])
  const finite = [...all, boundMs].filter((each) => each !== undefined).filter(Number.isFinite)
  const [low, high] = [
    Math.floor(Math.log10(Math.max(1, Math.min(...finite)))),
    Math.ceil(Math.log10(Math.max(10, ...finite))),
  ]
  const up = (value: number) => (Math.log10(Math.max(1, value)) - low) / Math.max(1, high - low)
  const ticks = Array.from({ length: high - low + 1 }, (_, at) => 10 ** (low + at)).map(
    (value) => [value, value < 1000 ? `${value} ms` : `${value / 1000} s`] as const,
  )
  const drawn = quantiles.map(([key, name]) =>
    lineSvg(
      levels.map(({ level, replies }) => {
        const value = replies[key]
        return value === undefined ? undefined : { across: across(level), up: up(value) }
      }),
      name,
    ),
  )
  const bound =
    boundMs === undefined
      ? ''
      : `<line class="bound" x1="${leftEnd}%" x2="100%" y1="${y(up(boundMs))}" y2="${y(up(boundMs))}"/><text x="${leftEnd}%" dx="4" y="${Number(y(up(boundMs))) - 5}">bound of the 95 %: ${ms(boundMs)}</text>`
  const legend = quantiles.map(([, name, text]) => `<li>${swatchSvg(name)}${text}</li>`)
  return `<section id="times"><h2>Reply times</h2>
<p class="hint">From when a message should have been sent until its reply was complete; each line of the grid is ten times the one below. Replies that never came stand at the upper edge.</p>
${chart('Reply times by level', result, across, { up, ticks }, bound + drawn.join(''))}
<ul class="legend">${legend.join('')}</ul></section>`
}

const parts = [
  ['agent', 'accent', 'the agent'],
  ['backend', 'open', 'its backends'],
  ['generator', 'unjudged', 'ourselves'],
] as const

function blameHtml({ levels }: LoadResult): string {
  const most = Math.max(...levels.map(({ parts: mean }) => (mean === undefined ? 0 : sumOf(mean))))
  if (most === 0) return ''
  const rows = levels.map(({ level, parts: mean, lag }) => {
    if (mean === undefined) return ''
    let from = 0
    const bars = parts.map(([key, name]) => {
      const width = (100 * Math.max(0, mean[key])) / most
      const bar = `<rect class="f-${name}" x="${from.toFixed(2)}%" width="${width.toFixed(2)}%" height="12"/>`
      from += width
      return bar
    })
    const words = parts.map(([key, , text]) => `${text} ${ms(mean[key])}`).join(', ')
    const isVoid = lag.isVoid ? ' <span class="pill unjudged">void</span>' : ''
    return `<tr><th scope="row">${level} at once${isVoid}</th><td class="barcell"><svg height="12" aria-hidden="true">${bars.join('')}</svg></td><td class="n">${words}</td></tr>`
  })
  const legend = parts.map(([, name, text]) => `<li>${swatchSvg(name)}${text}</li>`)
  return `<section id="blame"><h2>Whose time it was</h2>
<p class="hint">Of the mean reply time. The backends' part is what the ledger saw; ours is how late messages left.</p>
<table class="endings blame"><tbody>${rows.join('')}</tbody></table>
<ul class="legend">${legend.join('')}</ul></section>`
}

const sumOf = ({ agent, backend, generator }: NonNullable<LevelResult['parts']>) => agent + backend + generator

function numbersHtml(result: LoadResult): string {
  const { levels } = result
  const [lowest] = levels
  const told = levels.map((level) => {
    const [title = '', ...lines] = lowest === undefined ? [] : details(level, lowest, result).map((line) => line.trim())
    return lines.length === 0 ? '' : `<h3>${escapeMarkup(sentence(title).slice(0, -1))}</h3>${listHtml(lines)}`
  })
  return `<section id="levels"><h2>Each level in numbers</h2>
${wideTable('Each level in numbers', head, levels.map(rowOf))}
${told.join('')}</section>`
}

function rowOf(level: LevelResult): Row {
  const [atOnce = '', ...cells] = cellsOf(level).map(escapeMarkup)
  return [atOnce, ...cells]
}

function restHtml(told: ToldLoad): string {
  const lines = ending(told, plainStyle).map((line) => line.trim())
  const cut = lines.indexOf('')
  const [known, unknown] = cut === -1 ? [lines, []] : [lines.slice(0, cut), lines.slice(cut + 2)]
  const said = `<p>${escapeMarkup(told.result.isVoid ? known.join(' ') : known.map(sentence).join(' '))}</p>`
  const open = unknown.length === 0 ? '' : `<h3>What this cannot tell</h3>${listHtml(unknown)}`
  const commands = keptCommands(told).map((line) => `<li><code>${escapeMarkup(line)}</code></li>`)
  const kept =
    commands.length === 0
      ? ''
      : `<h3>To look at the conversations</h3><p class="hint">The graded ones are kept, a run for each level.</p><ul>${commands.join('')}</ul>`
  return `<section id="knee"><h2>What that says</h2>
${said}${open}${kept}</section>`
}

const listHtml = (lines: readonly string[]) =>
  `<ul>${lines.flatMap((line) => (line === '' ? [] : [`<li>${escapeMarkup(line)}</li>`])).join('')}</ul>`
