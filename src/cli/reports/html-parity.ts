/** Parity across channels, in the HTML report: the same scenarios on each channel, as differences in points. */
import type { ChannelDifference, ChannelLine, ChannelParity } from '../../simulate/index.ts'
import { escapeMarkup } from './escape.ts'
import { differenceSvg } from './html-plots.ts'
import { differenceWords, parityHint, sharesWords, shownPromises } from './parity.ts'

/** Empty where everything was on one channel. */
export function parityHtml(parity: ChannelParity | undefined): string {
  if (parity === undefined) return ''
  const { base, channels } = parity
  return `<section id="parity"><h2>Parity across channels</h2>
<p class="hint">Each dot is how many points more or fewer than on ${escapeMarkup(base)}, the band its 95 % interval, from -100 to +100: ${escapeMarkup(parityHint(parity))}.</p>
<table class="promises parity"><thead><tr><th scope="col">channel</th><th scope="col" class="plot"></th><th scope="col">against ${escapeMarkup(base)}</th></tr></thead>
<tbody>
${channels.flatMap(rowsHtml).join('\n')}
</tbody></table></section>`
}

function rowsHtml(line: ChannelLine): readonly string[] {
  const { channel, overall } = line
  if (overall === undefined) {
    return [
      `<tr><th scope="row">${escapeMarkup(channel)}</th><td class="plot"></td><td class="numbers"><span class="soft">no pair was judged on both channels</span></td></tr>`,
    ]
  }
  return [
    rowHtml(channel, 'conversations without a violation', overall),
    ...shownPromises(line).map((each) => rowHtml(each.id, `on ${channel}`, each)),
  ]
}

function rowHtml(name: string, what: string, difference: ChannelDifference): string {
  const { surely } = difference
  const standing = surely === 'worse' ? 'broken' : surely === 'better' ? 'kept' : 'unused'
  const pill = surely === undefined ? '' : `<span class="pill ${standing}">surely ${surely}</span>`
  const told = differenceWords(difference)
  return `<tr><th scope="row">${pill}${escapeMarkup(name)}<span class="what">${escapeMarkup(what)}</span></th>\
<td class="plot">${differenceSvg(`${name}, ${what}: ${told}`, difference, standing)}</td>\
<td class="numbers">${told}<span class="soft">${sharesWords(difference)}</span></td></tr>`
}
