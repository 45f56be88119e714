/**
 * `fieldproof minimise`: the smallest conversation in which the promise of a trial, or of a reproduced case, still breaks;
 * with --promote, a scenario that guards it from now on.
 */
import type { Conversation } from '../../conversation/index.ts'
import type { PlannedTrial } from '../../simulate/index.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { projectOption, storeOption, wholeNumber } from '../options.ts'

export const minimise: Command = {
  name: 'minimise',
  summary: 'make a violation small: leave out of its conversation what it does not take',
  arguments: [
    { form: '<violation>', description: "the trial's number in the run, or the folder of a reproduced case" },
  ],
  options: [
    projectOption,
    storeOption,
    { form: '--run <run>', description: 'id of the run, or a name it was blessed with; the newest when left out' },
    { form: '--condition <id>', description: 'the promise; the first that the trial broke when left out' },
    {
      form: '--tries <n>',
      description: 'sets to try at each level; 120 when left out',
      read: wholeNumber('--tries', 1),
    },
    { form: '--promote', description: 'write it to scenarios/regressions as a scenario that guards the promise' },
    { form: '--force', description: 'overwrite the file that is there' },
    {
      form: '--keep',
      description: 'with --promote, leave the file though what it says does not break the promise again',
    },
  ],
  startsProgram: true,
  examples: [
    'fieldproof minimise 7',
    'fieldproof minimise 7 --condition books-once --promote',
    'fieldproof minimise .fieldproof/cases/books-once-3f2a91c0',
  ],

  async run(given, io) {
    const { ownRecordings } = await import('../cases/recordings.ts')
    const { smallable } = await import('../cases/smallable.ts')
    const { smallLines } = await import('../cases/small-lines.ts')
    const { openProjectStore } = await import('../stores.ts')
    const { counterexample, withoutUnrecorded } = await import('../../learn/index.ts')
    const { judge } = await import('../../pact/index.ts')
    const { openProject, playTrial } = await import('../../simulate/index.ts')
    const { store, project: own } = await openProjectStore(given, io)
    try {
      const violation = await smallable(given, { store, project: own }, io)
      const { trial, condition, conversation, project } = violation
      const opened = await openProject(project, io.env, undefined, io.interrupted)
      let plays = 0
      const tries = given.options.tries as number | undefined
      const recordings = ownRecordings(trial.scenario, project)
      const played = {
        condition,
        play: (each: PlannedTrial) => {
          plays += 1
          io.live([`  played ${plays}`])
          return playTrial(each, opened.stage, io.interrupted)
        },
        judge: (said: Conversation) => withoutUnrecorded(judge(project.pact, said), said),
      }
      try {
        const found = await counterexample({
          ...{ ...played, conversation },
          trial: { ...trial, id: `${trial.id}-${io.now().getTime().toString(36)}` },
          ...(tries !== undefined && { triesAtMost: tries }),
          ...(recordings !== undefined && { recordings }),
        })
        io.live([])
        if (!('to' in found)) {
          io.out(
            `Said again word for word, at once, with its pauses and with a customer who goes on, ${condition} was broken in none of ${found.plays} conversations.`,
          )
          io.out(violation.otherwise)
          return exitCodes.undecided
        }
        for (const line of smallLines(found)) io.out(line)
        if (given.options.promote !== true) return exitCodes.ok
        const { promote } = await import('../cases/promoted.ts')
        return await promote(found, violation, { ...played, concurrency: opened.concurrency }, given, io)
      } finally {
        io.live([])
        recordings?.remove()
        await opened.close()
      }
    } finally {
      await store.close()
    }
  },
}
