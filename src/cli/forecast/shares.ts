/** What production is said to be beforehand: how customers will come, and what they will bring. */
import type { BroughtOptions } from '../../learn/index.ts'
import { Problem } from '../../problem.ts'
import type { Given } from '../command.ts'

/** @throws Problem `cli/bad-option` */
export function trafficIn({ options }: Given): ReadonlyMap<string, number> | undefined {
  if (options.traffic === undefined) return undefined
  const shares = sharesIn(options.traffic as string[], (what) => badShares('--traffic', what, trafficExample))
  if ([...shares.values()].some((share) => share > 0)) return shares
  throw badShares('--traffic', 'at least one kind that comes', trafficExample)
}

const trafficExample = '--traffic booking=60 prices=30 anything-else=10'

/** @throws Problem `cli/bad-option` */
export async function bringsIn({ options }: Given): Promise<BroughtOptions['given']> {
  if (options.brings === undefined) return undefined
  const { factorNames } = await import('../../learn/index.ts')
  const bad = (what: string) => badShares('--brings', what, '--brings noise=40 faults=5')
  return new Map(
    [...sharesIn(options.brings as string[], bad)].map(([name, share]) => {
      const factor = factorNames.find((each) => each === name)
      if (factor !== undefined && share <= 100) return [factor, share / 100] as const
      throw bad(`${factorNames.join(', ')} with how many of 100 customers bring it, not "${name}=${share}"`)
    }),
  )
}

function sharesIn(words: readonly string[], bad: (what: string) => Problem): ReadonlyMap<string, number> {
  return new Map(
    words.map((word) => {
      const [, name, text] = /^(.+)=([\d.]+)%?$/.exec(word) ?? []
      const share = Number(text)
      if (name !== undefined && Number.isFinite(share)) return [name, share] as const
      throw bad(`names with their shares, not "${word}"`)
    }),
  )
}

const badShares = (option: string, what: string, example: string) =>
  new Problem({ code: 'cli/bad-option', message: `${option} takes ${what}.`, hint: `For example: ${example}.` })
