import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    reporters: ['default', './test/count-reporter.ts'],
    // A guard against what never ends, not a measure of speed.
    testTimeout: 240_000,
    hookTimeout: 120_000,
    // Real servers, processes and browsers on a machine that does other things too. What passed only the second time is
    // named at the end of the output.
    retry: 1,
    projects: [
      // The rooms keep nothing between tests, so their files share what a worker has loaded.
      { extends: true, test: { name: 'rooms', include: ['src/**/*.test.ts'], isolate: false } },
      {
        extends: true,
        test: { name: 'walks', include: ['test/**/*.test.ts', 'examples/**/*.test.ts', 'bench/**/*.test.ts'] },
      },
    ],
  },
})
