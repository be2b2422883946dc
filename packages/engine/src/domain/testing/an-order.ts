import type { AttemptOrder } from '../attempt-order.ts'

/** Makes an order of a work session. @param over the fields that differ from the example */
export const anOrder = (over: Partial<AttemptOrder> = {}): AttemptOrder => ({
  sessionId: '6f1c9f1e-2f1b-4f43-9d52-8f3c6a1f7d10',
  session: 17,
  attempt: 2,
  epoch: 1,
  kind: 'WORK',
  run: {
    runId: '0b9c2a55-7a52-4c79-b0f4-6f2d8a6b1c11',
    run: 3,
    branch: 'refs/heads/coppice/run-3',
    projectId: 'a3bb189e-8bf9-3888-9912-ace4e6543002',
    projectName: 'textkit',
    repositoryPath: '/home/ada/textkit',
    trustedPrograms: null,
  },
  task: { key: 'slugify', epicKey: 'core' },
  tree: {
    baseCommit: 'a'.repeat(40),
    startCommit: 'a'.repeat(40),
    branch: 'refs/heads/coppice/work/run-3/slugify',
    conflictFiles: null,
  },
  begin: { is: 'anew', keepEarlierTip: null, mergeWith: null },
  slot: 1,
  equipment: {
    setup: [],
    teardown: [],
    setupTimeoutMs: 1000,
    teardownTimeoutMs: 1000,
    copy: [],
    link: [],
    keepIgnored: [],
  },
  env: [],
  agent: { settings: { kind: 'command', run: 'true', resolve: null }, model: null },
  prompt: '# Task',
  resume: null,
  commitMessage: 'Add slugify()\n',
  limits: { timeoutMs: 60_000, stallMs: 60_000, startedAt: 0 },
  ...over,
})
