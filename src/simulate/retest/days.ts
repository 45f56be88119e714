/** Days of the week that a text of hours speaks of: `mon-fri`, `Monday to Thursday`, `weekends`, `daily`. */
const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const day = '(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?s?'
const range = new RegExp(String.raw`\b${day}\.? ?(?:-|–|to|through|until|till|_) ?${day}\b`, 'gi')
const single = new RegExp(String.raw`\b${day}\b`, 'gi')

/** Names of days, Monday first. */
export function daysIn(text: string): readonly string[] {
  const found = new Set<number>()
  for (const [, from = '', to = ''] of text.matchAll(range)) {
    const end = numberOf(to)
    for (let n = numberOf(from); found.add(n) && n !== end; n = (n + 1) % 7);
  }
  for (const [, name = ''] of text.matchAll(single)) found.add(numberOf(name))
  if (/\bweekdays?\b|\bworking days?\b/i.test(text)) for (const n of [0, 1, 2, 3, 4]) found.add(n)
  if (/\bweekends?\b/i.test(text)) for (const n of [5, 6]) found.add(n)
  return days.filter((_, n) => found.has(n))
}

const numberOf = (name: string) => days.findIndex((each) => each.startsWith(name.toLowerCase()))
