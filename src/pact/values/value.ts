/**
 * A value said in words: an amount, a date, a time, a number with a name, so that "half past two" and
 * `14:30`, or "$1,200" and `1200.00`, can be compared as what they mean and not as they are written.
 *
 * A value holds what was said and never more. "3:15" may be morning or afternoon, "03/04" may be March or
 * April, "Tuesday" names no date: such values keep every reading, and two values are the same when some
 * reading of one agrees with some reading of the other. A difference is reported only where there is one.
 */

export type ValueType =
  | 'money'
  | 'date'
  | 'time'
  | 'duration'
  | 'percent'
  | 'id'
  | 'email'
  | 'phone'
  | 'count'
  /** A bare number out of JSON, which says no unit: it may stand for an amount, a percentage or a count. */
  | 'number'

/**
 * One value with its place in the text.
 *
 * `value` is canonical, readings separated by `|`:
 * - money `120.00 USD`, or `120.00` where no currency was said; amounts are never negative
 * - date `2026-03-05`, `--03-05` without year, `2026-03` or `--03` for a month, `---12` for a day of the month,
 *   `weekday:2` (Monday is 1) for a weekday
 * - time `14:30`, or `02:30|14:30` without am or pm
 * - duration in seconds `1800s`, months `2mo`, or business days `3bd`, which no number of seconds equals
 * - percent, count and number: a plain decimal, `12.5`
 * - id: letters and digits only, in capitals; email in lower case; phone: digits only
 */
export interface Value {
  readonly type: ValueType
  readonly value: string
  readonly text: string
  /** Offsets into the text, in UTF-16 code units; `end` is the first one after the value. */
  readonly start: number
  readonly end: number
  /** What a count counts, singular and in lower case: `passenger`. */
  readonly of?: string
}

/** What is needed to read relative words such as "tomorrow", and to bring zoned times to the business's clock. */
export interface Moment {
  /** ISO 8601 date, or date and time with zone. Without it "today" and "tomorrow" are not read. */
  readonly reference?: string
  /** IANA zone, for example `Europe/Lisbon`. Without it zoned times are read in their own zone. */
  readonly timeZone?: string
}
