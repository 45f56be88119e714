/** Every command, one line each, in the order of the help. */
import type { Command } from '../command.ts'
import { completion } from './completion.ts'
import { judge } from './judge.ts'
import { schema } from './schema.ts'
import { simulate } from './simulate.ts'

export const commands: readonly Command[] = [simulate, judge, schema, completion(() => commands)]
