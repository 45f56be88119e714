import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { htmlReport, writeHtmlReport } from './html.ts'
import { salonReported } from './reported.sample.ts'

const browserPath = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path))
const folder = mkdtempSync(join(tmpdir(), 'fieldproof-html-'))
const file = join(folder, 'report.html')
const { reported } = await salonReported()
await writeHtmlReport(reported, file)
const html = readFileSync(file, 'utf8')
afterAll(() => rmSync(folder, { recursive: true }))

test('the file is whole: every element that is opened is closed, in order', () => {
  expect(unclosed(html)).toEqual([])
})

test('nothing in the file is loaded from anywhere, and the policy forbids it', () => {
  const loaded = [...html.matchAll(/<[a-z]+[^<>]*?\s(?:src|href|srcset|data|action)="([^"#][^"]*)"/g)].map(
    ([, target]) => target,
  )
  expect(loaded).toEqual([])
  expect(html).not.toMatch(/<(img|link|iframe|object|form)\b|@import|url\(/)
  expect(html).toContain(`content="default-src 'none';`)
})

test('what customers and agents write stays text', () => {
  expect(html.match(/<script/g)).toHaveLength(1)
  expect(html).toContain('&lt;script&gt;alert(&quot;stolen&quot;)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;')
  expect(html).toContain('\\u202egnp.exe\\u0007')
})

test('every link leads somewhere, and no id is given twice', () => {
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const targets = [...html.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id)
  expect(targets.length).toBeGreaterThan(20)
  expect(targets.filter((id) => !ids.includes(id))).toEqual([])
})

test('a run without any conversation is a report too', async () => {
  const { reported: empty } = await salonReported(0)
  const pieces: string[] = []
  for await (const piece of htmlReport(empty)) pieces.push(piece)
  expect(unclosed(pieces.join(''))).toEqual([])
  expect(pieces.join('')).toContain('No conversation has a violation, and none was left unjudged.')
})

// A browser is not needed to use or to test Fieldproof; where there is one, the report is looked at in it.
if (browserPath === undefined) {
  test('no chromium was found on this machine, so the report was checked as text only (set CHROMIUM_PATH)', () => {
    expect(browserPath).toBeUndefined()
  })
} else {
  describe('in a browser', () => inBrowser(browserPath))
}

function inBrowser(executablePath: string): void {
  let browser: Browser
  const said: string[] = []
  const requests: string[] = []

  beforeAll(async () => {
    const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync']
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', ...quiet] })
  })
  afterAll(() => browser.close())

  async function opened(width: number, options: { hash?: string; javaScriptEnabled?: boolean } = {}): Promise<Page> {
    const { hash = '', javaScriptEnabled = true } = options
    const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled })
    const page = await context.newPage()
    page.on('console', (message) => said.push(message.text()))
    page.on('pageerror', (error) => said.push(error.message))
    page.on('dialog', (dialog) => {
      said.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('request', (request) => requests.push(request.url()))
    await page.goto(`file://${file}${hash}`)
    return page
  }

  test.each([1280, 768, 390])(
    'at %i pixels nothing sticks out, nothing is asked of a network, nothing complains',
    async (width) => {
      const page = await opened(width)
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      expect(overflow).toBe(0)
      expect(said).toEqual([])
      expect(requests.filter((url) => !url.startsWith('file://'))).toEqual([])
      await page.context().close()
    },
  )

  test('a link to an event opens its conversation', async () => {
    const trial = html.match(/id="trial-(\d+)" data-violated="[^"]+">/)?.[1]
    const page = await opened(1280, { hash: `#trial-${trial}-event-3` })
    expect(await page.locator(`#trial-${trial}`).getAttribute('open')).toBe('')
    await page.context().close()
  })

  test('with the keyboard alone one opens a conversation, and the colours turn', async () => {
    const page = await opened(1280)
    const second = page.locator('details.trial').nth(1)
    await second.locator('> summary').focus()
    await page.keyboard.press('Enter')
    expect(await second.getAttribute('open')).toBe('')
    const paper = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
    const before = await paper()
    await page.locator('#theme').focus()
    await page.keyboard.press('Space')
    expect(await paper()).not.toBe(before)
    await page.context().close()
  })

  test('conversations can be narrowed to one promise', async () => {
    const page = await opened(1280)
    await page.locator('#filter').selectOption('says-hello')
    const shown = page.locator('details.trial:not([hidden])')
    const n = await shown.count()
    expect(n).toBeGreaterThan(0)
    expect(await page.locator('details.trial:not([hidden])[data-violated~="says-hello"]').count()).toBe(n)
    expect(await page.locator('#shown').textContent()).toBe(`${n} listed`)
    await page.context().close()
  })

  test('without scripts everything can still be read', async () => {
    const page = await opened(1280, { javaScriptEnabled: false })
    expect(await page.locator('#filter').isVisible()).toBe(false)
    const second = page.locator('details.trial').nth(1)
    await second.locator('> summary').click()
    expect(await second.locator('.bubble').first().isVisible()).toBe(true)
    await page.context().close()
  })

  test('text can be told from its paper in both colours', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await opened(1280)
      await page.emulateMedia({ colorScheme })
      const ratios = await page.evaluate(contrasts)
      expect(ratios).toEqual([])
      await page.context().close()
    }
  })
}

/** Runs in the page: texts whose contrast with what lies behind them is under 4.5 to 1. */
const contrasts = `(() => {
  const channel = (value) => { const part = value / 255; return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4 }
  const parse = (text) => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return { r, g, b, a } }
  const over = (top, under) => ({ r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a), b: top.b * top.a + under.b * (1 - top.a), a: 1 })
  const light = ({ r, g, b }) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
  const behind = (element) => {
    const layers = []
    for (let at = element; at; at = at.parentElement) layers.unshift(parse(getComputedStyle(at).backgroundColor))
    return layers.reduce((under, layer) => over(layer, under), { r: 255, g: 255, b: 255, a: 1 })
  }
  const bad = new Set()
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '')
    if (!own || element.closest('svg, script, details:not([open])') || element.getClientRects().length === 0) continue
    const under = behind(element)
    const text = light(over(parse(getComputedStyle(element).color), under))
    const paper = light(under)
    const ratio = (Math.max(text, paper) + 0.05) / (Math.min(text, paper) + 0.05)
    if (ratio < 4.5) bad.add(element.tagName + '.' + element.className + ' ' + ratio.toFixed(2))
  }
  return [...bad]
})()`

/** Tags that are not closed, or close what is not open. Knows what HTML leaves empty. */
function unclosed(page: string): readonly string[] {
  const empty = new Set(['meta', 'br', 'img', 'input', 'line', 'circle', 'rect'])
  const open: string[] = []
  const wrong: string[] = []
  const body = page.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '').replace(/<!doctype html>/, '')
  for (const [, closes, name = '', rest = ''] of body.matchAll(/<(\/?)([a-z0-9]+)((?:[^>"]|"[^"]*")*)>/g)) {
    if (closes === '/') {
      const last = open.pop()
      if (last !== name) wrong.push(`</${name}> closes <${last}>`)
    } else if (!empty.has(name) && !rest.endsWith('/')) open.push(name)
  }
  return [...wrong, ...open.map((name) => `<${name}>`)]
}
