/** A time that does not say whether morning or afternoon is meant: `2pm` becomes `2`. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { patternSpots } from './words.ts'

export const halfOfDay: PerturbationKind = {
  id: 'half-of-day',
  family: 'facts',
  per: 'place',
  summary: 'leaves open whether morning or afternoon is meant',
  example: { before: 'at 2pm', after: 'at 2' },
  options: noOptions,
  changesFacts: true,
  create: () => ({
    spots: (text) =>
      patternSpots(
        text,
        /(?<![\p{L}\p{N}.,:/$€£+#-])(\d{1,2}(?::[0-5]\d)?)\s?[ap]\.?m\b\.?/giu,
        (_, __, [, clock]) => clock,
      ),
  }),
}
