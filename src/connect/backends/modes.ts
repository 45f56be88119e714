/** The modes of a backend, one line each: the real one as it is, or something that stands for it. */
import { resolve } from 'node:path'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { recordSettings, recordSource } from '../recordings/record.ts'
import { replaySettings, replaySource } from '../recordings/replay.ts'
import { loadOpenApi } from '../shadow/openapi.ts'
import { shadowSettings } from '../shadow/settings.ts'
import { shadowSource } from '../shadow/shadow.ts'
import type { Routes } from './routes.ts'
import type { Source } from './source.ts'

export const modeSettings = z
  .union([
    z.literal('live').describe('Calls reach the real system.'),
    z
      .strictObject({ record: recordSettings })
      .describe('Calls reach the real system, and what it answers is recorded, without credentials.'),
    z
      .strictObject({ replay: replaySettings })
      .describe('Calls are answered from a recording; the real system is not needed.'),
    z
      .strictObject({ shadow: shadowSettings })
      .describe('Reads reach the real system, writes stay in the conversation.'),
  ])
  .default('live')

export type ModeSettings = z.output<typeof modeSettings>

/** What a mode may need besides the real backend. */
export interface ModeSurroundings {
  readonly routes: Routes
  /** Folder that relative paths start from. */
  readonly folder: string
  readonly clock: Clock
}

/** @throws Problem when the settings of a mode cannot work */
export function sourceFor(mode: ModeSettings, live: Source, { routes, folder, clock }: ModeSurroundings): Source {
  if (mode === 'live') return live
  if ('record' in mode) return recordSource(live, mode.record, { folder, clock, now: () => new Date().toISOString() })
  if ('replay' in mode) return replaySource(live, mode.replay, { folder, routes })
  const { openapi } = mode.shadow
  const known = openapi === undefined ? {} : { openapi: loadOpenApi(resolve(folder, openapi)) }
  return shadowSource(live, mode.shadow, { routes, now: () => new Date(), ...known })
}
