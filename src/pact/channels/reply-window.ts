/** Channels on which a business may write freely only for some time after the customer wrote. */
import type { Rule } from './channel.ts'

const hourMs = 3_600_000

/** How long, and what may be sent after it. */
export interface WindowLimits {
  readonly hours: number
  /** Whether an approved template may be sent at any time. */
  readonly templates?: true
  /** Tags that give longer, in hours. */
  readonly tags?: Readonly<Record<string, number>>
}

/** Written while the customer's message still allows it. Says nothing where that is unknown. */
export function replyWindow({ hours, templates, tags = {} }: WindowLimits): Rule {
  return ({ form }, { sinceCustomerMs }) => {
    if (sinceCustomerMs === undefined || (templates && form?.template !== undefined)) return []
    const allowed = tags[form?.tag ?? ''] ?? hours
    if (sinceCustomerMs <= allowed * hourMs) return []
    const late = Math.floor(sinceCustomerMs / hourMs)
    const instead = templates ? 'only a template is delivered then' : 'nothing is delivered then'
    const because = `comes ${late} hours after the customer's last message; after ${allowed}, ${instead}`
    return [{ rule: 'window', effect: 'refused', because }]
  }
}
