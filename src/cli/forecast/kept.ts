/** Forecasts and what came of them, as they are kept beside the runs. */
import { join } from 'node:path'
import type { Answer, Answered, Forecast } from '../../learn/index.ts'
import type { Project } from '../../simulate/index.ts'
import { linesKept } from '../kept-lines.ts'

export function forecastsFile({ folder }: Pick<Project, 'folder'>): string {
  return join(folder, '.fieldproof', 'forecasts.jsonl')
}

export interface KeptForecasts {
  /** The oldest first. */
  readonly forecasts: readonly Forecast[]
  readonly answered: readonly Answered[]
}

interface Line {
  readonly forecast?: Forecast
  readonly answer?: Answer
}

/** The newest answer to each forecast counts. @throws Problem `cli/lines-unreadable` */
export function forecastsKept(project: Pick<Project, 'folder'>): KeptForecasts {
  const lines = linesKept<Line>(forecastsFile(project))
  const forecasts = lines.flatMap(({ forecast }) => forecast ?? [])
  const answers = new Map(lines.flatMap(({ answer }) => (answer === undefined ? [] : [[answer.of, answer] as const])))
  const answered = forecasts.flatMap((forecast) => {
    const answer = answers.get(forecast.madeAt)
    return answer === undefined ? [] : [{ forecast, answer }]
  })
  return { forecasts, answered }
}
