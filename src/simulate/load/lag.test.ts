import { expect, test } from 'vitest'
import { lagOf } from './lag.ts'

test('a generator may be late by a tenth of the usual reply time, by either account', () => {
  expect(lagOf({ lateMs: 190, loopMs: 60, busy: 0.4 }, 2000)).toEqual({
    lateMs: 190,
    loopMs: 60,
    busy: 0.4,
    allowedMs: 200,
    isVoid: false,
  })
  expect(lagOf({ lateMs: 201, loopMs: 60, busy: 0.4 }, 2000).isVoid).toBe(true)
  expect(lagOf({ lateMs: 60, loopMs: 201, busy: 0.4 }, 2000).isVoid).toBe(true)
})

test('what no customer could feel voids nothing, and silence of the agent allows nothing more', () => {
  expect(lagOf({ lateMs: 50, loopMs: 50, busy: 0.1 }, 3).isVoid).toBe(false)
  expect(lagOf({ lateMs: 51, loopMs: 0, busy: 0.1 }, undefined).isVoid).toBe(true)
  expect(lagOf({ lateMs: 51, loopMs: 0, busy: 0.1 }, Number.POSITIVE_INFINITY).isVoid).toBe(true)
})

test('a generator that is hardly ever idle is what holds everything up', () => {
  expect(lagOf({ lateMs: 5, loopMs: 20, busy: 0.9 }, 2000).isVoid).toBe(false)
  expect(lagOf({ lateMs: 5, loopMs: 20, busy: 0.91 }, 2000).isVoid).toBe(true)
})
