import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { figuresHtml } from './html-figures.ts'
import { pageEnd, pageStart } from './html-page.ts'
import { wideTable } from './html-table.ts'

const browserPath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
)
const head = ['at once', 'had', 'graded', 'without a violation', '', 'p50', 'p95', 'p99', 'replies', 'our lag']
const cells = ['7', '30', '22 of 30', '73.3 % (23.2 to 96.2 %)', '8 ms', '48 ms', '126 ms', '196', '33 ms of 50 ms']
const page = [
  pageStart({ title: 'salon', kicker: 'salon', headline: '<b>Three</b> & more', lede: ['Once.', 'Twice.'] }),
  figuresHtml([
    ['one', '1', 'of 1'],
    ['two', '2', 'of 2'],
    ['three', '3', 'of 3'],
  ]),
  wideTable('Levels', head, [
    ['5', ...cells],
    ['20', ...cells],
  ]),
  pageEnd(),
].join('')

test('what a page is about is shown as text, a paragraph for each thing that is said of it', () => {
  expect(page).toContain(
    '<h1>&lt;b&gt;Three&lt;/b&gt; &amp; more</h1>\n<p class="lede">Once.</p>\n<p class="lede">Twice.',
  )
  expect(page).not.toContain('<dl class="meta">')
})

describe.runIf(browserPath !== undefined)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync']
    const args = ['--no-sandbox', '--disable-gpu', ...quiet]
    browser = await chromium.launch({ ...(browserPath !== undefined && { executablePath: browserPath }), args })
  })
  afterAll(() => browser.close())

  async function opened(width: number): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 900 } })
    const shown = await context.newPage()
    await shown.setContent(page)
    return shown
  }

  test('on a phone every cell of a wide table can be read without moving it, beside the name of its column', async () => {
    const shown = await opened(390)
    expect(await shown.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    expect(await shown.evaluate('(box => box.scrollWidth - box.clientWidth)(document.querySelector(".scroll"))')).toBe(
      0,
    )
    expect(
      await shown.evaluate('getComputedStyle(document.querySelector("[data-of=replies]"), "::before").content'),
    ).toBe('"replies"')
    await shown.context().close()
  })

  test.each([390, 1280])('at %i pixels the large numbers leave no tile empty', async (width) => {
    const shown = await opened(width)
    const [tiles, box] = (await shown.evaluate(`(() => {
      const area = (element) => { const { width, height } = element.getBoundingClientRect(); return width * height }
      return [[...document.querySelectorAll('.figure')].reduce((sum, each) => sum + area(each), 0), area(document.querySelector('.figures'))]
    })()`)) as [number, number]
    expect(tiles / box).toBeGreaterThan(0.95)
    await shown.context().close()
  })
})
