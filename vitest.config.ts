import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts', 'bench/**/*.test.ts'],
    reporters: ['default', './test/count-reporter.ts'],
    // A guard against what never ends, not a measure of speed.
    testTimeout: 240_000,
    // Real servers, processes and browsers on a machine that does other things too. What passed only the second time is
    // named at the end of the output.
    retry: 1,
    hookTimeout: 120_000,
  },
})
