/** What the server counts of itself, in the text format of Prometheus. Labels are routes and never what was sent. */
export interface Tallies {
  /** One request that was answered. @param seconds from its first byte to the answer's last */
  answered(route: string, status: number, seconds: number): void
  /** Every metric, one line each. */
  text(): string
}

/** Upper bounds of the times that are counted apart, in seconds. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export function tallies(): Tallies {
  const requests = new Map<string, number>()
  const below = bounds.map(() => 0)
  let [n, sum] = [0, 0]
  return {
    answered(route, status, seconds) {
      const labels = labelled({ route, status: String(status) })
      requests.set(labels, (requests.get(labels) ?? 0) + 1)
      for (const [index, bound] of bounds.entries()) if (seconds <= bound) below[index] = (below[index] ?? 0) + 1
      n += 1
      sum += seconds
    },
    text() {
      const buckets = bounds.map((bound, index) => [labelled({ le: String(bound) }), below[index] ?? 0] as const)
      return [
        ...metric('fieldproof_requests_total', 'counter', 'Requests answered.', [...requests]),
        '# HELP fieldproof_request_seconds How long answers took.',
        '# TYPE fieldproof_request_seconds histogram',
        ...buckets.map(([labels, count]) => `fieldproof_request_seconds_bucket${labels} ${count}`),
        `fieldproof_request_seconds_bucket{le="+Inf"} ${n}`,
        `fieldproof_request_seconds_sum ${sum}`,
        `fieldproof_request_seconds_count ${n}`,
      ].join('\n')
    },
  }
}

/** The lines of one metric. */
export function metric(
  name: string,
  type: 'counter' | 'gauge',
  help: string,
  values: readonly (readonly [labels: string, value: number])[],
): readonly string[] {
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...values.map(([labels, value]) => `${name}${labels} ${value}`),
  ]
}

export function labelled(labels: Readonly<Record<string, string>>): string {
  const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',')}}`
}
