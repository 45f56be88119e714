/** What stands between an agent and its providers while a run goes on: their APIs here, and the agent's calls led to them. */
import type { Hosts, Readied, ReadySurroundings } from '../agents/agent-kind.ts'
import { startProviderApi } from './provider-api.ts'
import { writeRedirect } from './redirect.ts'

/** Adds to what stands already the answers for its hosts, where it has any, and the environment that leads there. */
export async function standIn(readied: Readied, surroundings: ReadySurroundings): Promise<Readied> {
  const { hosts, ...rest } = readied
  if (hosts === undefined) return readied
  const api = await startProviderApi(hosts).catch(async (thrown: unknown) => {
    await readied.close()
    throw thrown
  })
  const redirect = writeRedirect(Object.fromEntries(Object.keys(hosts).map((host) => [host, api.url])), surroundings)
  return {
    ...rest,
    env: { ...readied.env, ...redirect.env },
    told: () => [...(readied.told?.() ?? []), ...redirect.told()],
    async close() {
      redirect.remove()
      await api.close()
      await readied.close()
    },
  }
}

/** The hosts of several, with everyone who answers for each; undefined where none says what it calls. */
export function mergedHosts(all: readonly (Hosts | undefined)[]): Hosts | undefined {
  const known = all.filter((hosts) => hosts !== undefined)
  if (known.length === 0) return undefined
  const merged: Record<string, Hosts[string]> = {}
  for (const [host, answers] of known.flatMap(Object.entries<Hosts[string]>)) {
    merged[host] = [...(merged[host] ?? []), ...answers]
  }
  return merged
}
