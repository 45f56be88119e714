/**
 * Alarms without what they say of a conversation that is not kept any more: its name, and where they tell of it alone, what
 * was said. That they were raised stays. What people were told already cannot be called back.
 */
import { isObject, type Json } from '../../conversation/index.ts'
import type { Alarm, ObservedWriting, ThreadName } from '../../store/index.ts'

export async function forgetInAlarms({ alarms }: ObservedWriting, name: ThreadName): Promise<void> {
  for (const alarm of await alarms.naming(name)) await alarms.put(without(alarm, name.thread))
}

function without(alarm: Alarm, thread: string): Alarm {
  const { evidence } = alarm
  if (!isObject(evidence)) return alarm
  const { conversation, examples, ...others } = evidence
  const isOfIt = conversation === thread
  return {
    ...alarm,
    ...(isOfIt && { because: 'The conversation is not kept any more.' }),
    evidence: {
      ...others,
      ...(conversation !== undefined && !isOfIt && { conversation }),
      ...(Array.isArray(examples) && { examples: examples.filter((each) => nameOf(each) !== thread) }),
    },
  }
}

/** Examples are names, or what a jury found of them. */
const nameOf = (example: Json) => (isObject(example) ? example.thread : example)
