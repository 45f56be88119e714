/** What a project would not see even if everything worked: actions that nothing verifies, scenarios that expect nothing. */
import { writesSomething } from '../../pact/index.ts'
import { type Project, type Scenario, strayPaths } from '../../simulate/index.ts'
import { type Check, gap, ok } from './check.ts'

/** Names shown of a list. */
const shown = 6

export function coverageChecks(project: Project): readonly Check[] {
  return [
    ...unverifiedActions(project),
    ...idleVerifiers(project),
    ...expectationless(project),
    ...pastShadows(project),
    ...strayFaults(project),
  ]
}

/** What is asked past a shadow: verifiers would not see what the agent writes, and what writes would really write. */
function pastShadows({ settings }: Project): readonly Check[] {
  return Object.entries(settings.backends).flatMap(([name, { mode, upstream = name }]) => {
    if (typeof mode !== 'object' || !('shadow' in mode)) return []
    const about = `backend ${name}`
    const verifiers = Object.entries(settings.verifiers).map(([id, form]) => [id, JSON.stringify(form)] as const)
    const isSeen = verifiers.some(([, form]) => form.includes(`backends.${name}.look`))
    const past = verifiers.filter(([, form]) => form.includes(upstream)).map(([id]) => id)
    const blind = isSeen ? past : verifiers.map(([id]) => id)
    const asked = Object.entries({ prepare: settings.prepare, ...settings.changes }).filter(([, form]) =>
      writesTo(form, upstream),
    )
    return [
      ...(blind.length === 0
        ? []
        : [
            gap(
              about,
              `in shadow mode what the agent writes stays in the conversation, and these verifiers read past it: ${listed(blind)}`,
              `Begin their "url:" with {{backends.${name}.look}}: docs/how-to/shadow-a-real-system.md.`,
            ),
          ]),
      ...asked.map(([id]) =>
        gap(
          about,
          `"${id}" writes to the real system: the shadow holds back only the agent`,
          'Leave it out, or let it read.',
        ),
      ),
    ]
  })
}

function writesTo(form: Project['settings']['prepare'] | Project['settings']['changes'][string], upstream: string) {
  return form !== undefined && 'http' in form && form.http.method !== 'GET' && form.http.url.includes(upstream)
}

function strayFaults({ settings }: Project): readonly Check[] {
  return strayPaths(settings.faults, settings).map(({ set, path }) =>
    gap(
      `faults ${set}`,
      `it waits for calls at ${path}, which fits no route under "tools:"`,
      'Compare the path with what the agent asks. If nothing is ever asked there, the set never strikes.',
    ),
  )
}

/** A tool that changes something is seen by a verifier, or by a scenario that expects its call. */
function unverifiedActions({ agent, scenarios, settings }: Project): readonly Check[] {
  const writing = agent.tools.map(({ name }) => name).filter((name) => writesSomething(name, agent.tools))
  const verifiers = Object.keys(settings.verifiers)
  const expected = new Set(scenarios.flatMap(({ expect }) => (expect.calls ?? []).map(({ tool }) => tool)))
  const unseen = verifiers.length > 0 ? [] : writing.filter((name) => !expected.has(name))
  if (unseen.length > 0) {
    const found = `nothing verifies what these tools change: ${listed(unseen)}`
    return [gap('actions', found, 'Add a verifier that reads the backend, or expect their calls in scenarios.')]
  }
  if (writing.length > 0) return [ok('actions', `${writing.length} tools that change something can be verified`)]
  if (verifiers.length > 0) return []
  const todo = 'Name the tools of the agent under "agent: tools:", and say under "verifiers:" where deeds can be read.'
  return [gap('actions', 'neither tools nor verifiers are known: only words will be judged', todo)]
}

function idleVerifiers({ settings, scenarios }: Project): readonly Check[] {
  const used = new Set(scenarios.flatMap(({ expect }) => (expect.changes ?? []).map(({ verifier }) => verifier)))
  return Object.keys(settings.verifiers)
    .filter((name) => !used.has(name))
    .map((name) =>
      gap(
        `verifier ${name}`,
        'no scenario expects a change that it would see',
        `Expect one: changes: [{ verifier: ${name}, added: { … } }]. Until then it only shows unexpected changes.`,
      ),
    )
}

function expectationless({ scenarios }: Project): readonly Check[] {
  const without = scenarios.filter((scenario) => !expectsSomething(scenario)).map(({ id }) => id)
  if (without.length === 0) return []
  const found = `${without.length} of ${scenarios.length} scenarios do not say what must come of them: ${listed(without)}`
  return [
    gap('expectations', found, 'Add "expect:" with changes, told, calls or handoff, so that success can be seen.'),
  ]
}

function expectsSomething({ expect, script = [] }: Scenario): boolean {
  return Object.keys(expect).length > 0 || script.some((step) => 'expect' in step)
}

function listed(names: readonly string[]): string {
  return names.slice(0, shown).join(', ') + (names.length > shown ? ` and ${names.length - shown} more` : '')
}
