/**
 * Shadow mode: the real system is read, and never written to.
 *
 * Writes are checked and kept in an overlay of their conversation, which its later reads see. What would write and is
 * mapped by nothing is denied. The only methods that ever leave for the real system are GET, HEAD and OPTIONS, and
 * what the project has declared to be a read.
 */
import { isObject, type Json } from '../../conversation/index.ts'
import { type Call, headerOf, pathOf, type Reply, withHeader } from '../backends/exchange.ts'
import type { Routes } from '../backends/routes.ts'
import type { AskContext, Source } from '../backends/source.ts'
import { read, rewritten } from './asking.ts'
import { listed } from './listing.ts'
import { type OpenApi, openApiOf } from './openapi.ts'
import { Overlay, recordOf } from './overlay.ts'
import { at, put } from './record.ts'
import { notFound, refusal, unmapped } from './refusal.ts'
import { type Place, placeOf, type Resource, resourceOf } from './resource.ts'
import { type ResourceSettings, type ShadowSettings, shadowSettings } from './settings.ts'
import { freeTimes, type Slots, slotsOf, takersOf } from './slots.ts'
import { unknownResource } from './unknown-resource.ts'
import { etagOf, wrapped, written } from './writing.ts'

export interface Around {
  /** Which calls write: `reads:` of the backend declares what does not. */
  readonly routes: Pick<Routes, 'writes'>
  /** The OpenAPI document that the settings name, as `loadOpenApi` gives it. */
  readonly openapi?: Json
  /** The moment, for fields such as `createdAt`. Default the present. */
  readonly now: () => Date
}

/** @throws Problem `connect/shadow-resource`, `connect/shadow-place`, `connect/shadow-openapi`, `connect/shadow-slots` */
export function shadowSource(live: Source, settings: ShadowSettings, around: Around): Source {
  const openApi = around.openapi === undefined ? undefined : openApiOf(around.openapi)
  const resources = resourcesOf(settings, openApi)
  const slots = settings.slots.map((each) => {
    const resource = resources.find(({ name }) => name === each['taken-by'])
    if (resource === undefined) throw unknownResource(each['taken-by'], resources)
    return slotsOf(each, resource)
  })
  const overlays = new Map<string, Overlay>()
  const overlayOf = (trial: string) => {
    const overlay = overlays.get(trial) ?? new Overlay()
    overlays.set(trial, overlay)
    return overlay
  }
  const now = () => around.now().toISOString()

  async function write(call: Call, overlay: Overlay): Promise<Reply> {
    const place = placeOf(resources, call.method, pathOf(call))
    if (place === undefined) return unmapped(call.method, pathOf(call))
    const see = async (path: string) => {
      const asked = { ...call, method: 'GET', target: path, body: Buffer.alloc(0) }
      return (await seen({ live, resources, slots }, asked, overlay, {})).status
    }
    return overlay.inTurn(() => written({ live, call, overlay, openApi, invalid: settings.invalid, now, see }, place))
  }

  return {
    explain: () => `${live.explain()}, shadowed: read, never written to`,
    async ask(call, context) {
      const overlay = context.trial === undefined ? undefined : overlayOf(context.trial)
      if (isDisguised(call)) return unmapped(call.method, pathOf(call))
      if (!mayWrite(call, around.routes)) {
        return overlay === undefined || !isRead(call.method)
          ? live.ask(call, context)
          : seen({ live, resources, slots }, call, overlay, context)
      }
      return overlay === undefined ? unplaced(call) : write(call, overlay)
    },
    forget: (trial) => void overlays.delete(trial),
    close: () => live.close(),
  }
}

const isRead = (method: string) => /^(?:GET|HEAD|OPTIONS)$/.test(method)

/** Whatever is not known to read, may write. */
const mayWrite = (call: Call, routes: Around['routes']) =>
  !isRead(call.method) && (call.method === 'TRACE' || routes.writes(call.method, pathOf(call)))

/** Headers by which some frameworks take a GET for a write. */
const isDisguised = ({ headers }: Call) =>
  ['x-http-method-override', 'x-http-method', 'x-method-override'].some((name) => headerOf(headers, name) !== undefined)

function unplaced(call: Call): Reply {
  const message = `${call.method} ${pathOf(call)} belongs to no conversation, so no overlay can keep it. Nothing was sent.`
  return refusal(403, 'shadow-unplaced', message)
}

function resourcesOf(settings: ShadowSettings, openApi: OpenApi | undefined): readonly Resource[] {
  const told = Object.entries(settings.resources)
  const known = new Set(told.map(([name]) => name))
  const inferred = Object.entries(openApi?.resources ?? {}).filter(([name]) => !known.has(name))
  const filled = inferred.map(([name, each]) => [name, defaults(each)] as const)
  return [...told, ...filled].map(([name, each]) => resourceOf(name, each))
}

function defaults(known: Pick<ResourceSettings, 'collection' | 'item'>): ResourceSettings {
  const { resources } = shadowSettings.parse({ resources: { it: known } })
  return resources.it as ResourceSettings
}

interface Reality {
  readonly live: Source
  readonly resources: readonly Resource[]
  readonly slots: readonly Slots[]
}

/** What a conversation sees when it reads. */
async function seen(
  { live, resources, slots }: Reality,
  call: Call,
  overlay: Overlay,
  context: AskContext,
): Promise<Reply> {
  if (overlay.empty || call.method === 'OPTIONS') return live.ask(call, context)
  const path = pathOf(call)
  for (const each of slots) {
    const named = each.pattern.match(path)
    const takers = named === undefined ? [] : takersOf(each, overlay, named)
    if (takers.length > 0) return bare(call, await freeTimes(live, call, each, takers))
  }
  const place = placeOf(resources, call.method, path)
  if (place?.kind === 'collection' && isInvolved(place, overlay)) {
    return bare(call, await listed(live, call, place, overlay))
  }
  if (place?.kind === 'item') return bare(call, await one(live, call, place, overlay, context))
  if (place === undefined && path.split('/').some((segment) => overlay.isVirtual(segment))) {
    return notFound(`${path} (shadow-unmapped: nothing maps it, and the real system does not know this id)`)
  }
  return live.ask(call, context)
}

function isInvolved({ resource, named }: Place, overlay: Overlay): boolean {
  return overlay.of(resource).length > 0 || Object.values(named).some((value) => overlay.isVirtual(value))
}

async function one(
  live: Source,
  call: Call,
  { resource, named, id }: Extract<Place, { kind: 'item' }>,
  overlay: Overlay,
  context: AskContext,
): Promise<Reply> {
  const entry = overlay.find(resource, id, resource.homeOf(named))
  if (entry === undefined && !overlay.isVirtual(id)) return live.ask(call, context)
  if (entry === undefined || entry.deleted) return notFound(`${resource.name} ${id}`)
  if (entry.before === undefined) return made(entry, resource)
  const found = await read(live, call, call.target)
  if (!found.ok) return found.reply
  const fresh = at(found.json, resource.record)
  const record = recordOf(entry, isObject(fresh) ? fresh : entry.before) ?? {}
  const reply = rewritten(found, put(found.json ?? {}, resource.record, record))
  return { ...reply, headers: withHeader(reply.headers, 'etag', etagOf(entry)) }
}

function made(entry: Parameters<typeof recordOf>[0], resource: Resource): Reply {
  const found = { ok: true, json: {}, reply: { status: 200, headers: json, body: nothing() } }
  const reply = rewritten(found, wrapped(resource, recordOf(entry) ?? {}))
  return { ...reply, headers: withHeader(reply.headers, 'etag', etagOf(entry)) }
}

const json = [['content-type', 'application/json']] as const
async function* nothing(): AsyncIterable<Uint8Array> {}

/** HEAD is a GET whose body nobody gets. */
function bare(call: Call, reply: Reply): Reply {
  return call.method === 'HEAD' ? { ...reply, body: nothing() } : reply
}
