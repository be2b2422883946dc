/** Creates sample records. No field has its default, so that a test notices a field that is not stored. */
import { randomUUID } from 'node:crypto'
import type {
  BatchRecord,
  ExpertiseEntry,
  Forecast,
  ModelChoice,
  Plan,
  PlanEpic,
  PlanTask,
  ProjectRecord,
  RunRecord,
  RunTaskRecord,
  SessionRecord,
} from '@coppice/engine'
import { NO_METRICS } from '@coppice/engine/domain/records'
import { DEFAULT_PROJECT_SETTINGS, DEFAULT_TASK_SETTINGS } from '@coppice/engine/domain/settings'

export const NOW = Date.UTC(2026, 10, 24, 10, 11, 12, 345)
const COMMIT = '0123456789abcdef0123456789abcdef01234567'

export function sampleProject(fields: Partial<ProjectRecord> = {}): ProjectRecord {
  const id = randomUUID()
  return {
    id,
    name: `project ${id}`,
    repositoryPath: '/srv/textkit',
    baseBranch: 'trunk',
    planVersion: 0,
    settings: { ...DEFAULT_PROJECT_SETTINGS, verify: ['npm test'], delivery: 'manual' },
    lastRunNumber: 0,
    sample: true,
    trustedPrograms: { 'filter.lfs.clean': 'git-lfs clean -- %f' },
    budgetMicroUsd: 90_000_000,
    dayBudgetMicroUsd: 20_000_000,
    createdAt: NOW,
    ...fields,
  }
}

export function sampleRun(project: ProjectRecord, fields: Partial<RunRecord> = {}): RunRecord {
  return {
    id: randomUUID(),
    projectId: project.id,
    number: 1,
    mode: 'SEQUENTIAL',
    status: 'RUNNING',
    statusReason: 'because',
    strategy: 'BATCHES',
    isolation: 'TASK',
    maxConcurrency: 5,
    branch: 'refs/heads/coppice/run-1',
    baseBranch: 'trunk',
    baseCommit: COMMIT,
    startCommit: COMMIT,
    settings: { ...project.settings, redBase: 'allow' },
    carriedRunIds: [randomUUID()],
    forecast: SAMPLE_FORECAST,
    totalBatches: 1,
    totalTasks: 1,
    lastSequence: 0,
    createdAt: NOW,
    startedAt: NOW + 1,
    finishedAt: null,
    deliveryStatus: 'PENDING',
    deliveryCommit: COMMIT,
    deliveryReason: 'waits',
    deliveryAt: NOW + 2,
    deliveryRequestedAt: NOW + 4,
    deliveryTarget: COMMIT,
    deliveryFrom: COMMIT,
    budgetMicroUsd: 5_000_000,
    budgetWarned: 80,
    awaitsBudget: true,
    projectWarned: 95,
    dayWarned: 80,
    warnedDay: '2026-11-24',
    resumesAt: NOW + 5,
    unpricedAsked: true,
    discardedAt: NOW + 3,
    halts: 2,
    endedAtHalt: 1,
    lastCommand: 4,
    ownerEpoch: 2,
    folder: { id: randomUUID(), host: 'a-machine', path: '/srv/coppice' },
    ...fields,
  }
}

const SAMPLE_FORECAST: Forecast = {
  ...{ mode: 'PARALLEL', strategy: 'BATCHES', isolation: 'TASK', maxConcurrency: 3, totalTasks: 2, sessions: 1 },
  wallMs: { lowMs: 60_000, likelyMs: 90_000, highMs: 120_000 },
  lowerBoundMs: { lowMs: 50_000, likelyMs: 80_000, highMs: 110_000 },
  ...{ slotUse: 0.5, criticalPathMs: 80_000, criticalPath: ['charset', 'slugify'] },
  bases: [{ basis: 'TASK', tasks: 1 }],
  bySlots: [{ maxConcurrency: 1, wallMs: { lowMs: 70_000, likelyMs: 100_000, highMs: 130_000 } }],
  cost: {
    range: { lowMicroUsd: 1_200_000, likelyMicroUsd: 2_000_000, highMicroUsd: 2_900_000 },
    bases: [{ basis: 'TASK', tasks: 1 }],
    ...{ earlierSessions: 3, uncountedTasks: 1, unknownTasks: 0 },
  },
}

export function sampleBatch(run: RunRecord, fields: Partial<BatchRecord> = {}): BatchRecord {
  return {
    id: randomUUID(),
    runId: run.id,
    number: 1,
    status: 'RUNNING',
    startCommit: COMMIT,
    startedAt: NOW,
    finishedAt: null,
    ...fields,
  }
}

export function sampleRunTask(
  run: RunRecord,
  batch: BatchRecord,
  taskId: string,
  fields: Partial<RunTaskRecord> = {},
): RunTaskRecord {
  return {
    id: randomUUID(),
    runId: run.id,
    batchId: batch.id,
    taskId,
    batchNumber: batch.number,
    position: 0,
    key: 'slugify',
    epicKey: 'core',
    epicName: 'Core',
    description: 'Add slugify()',
    action: 'Create it.',
    agent: 'command',
    model: 'a-model',
    priority: 4,
    settings: {
      ...DEFAULT_TASK_SETTINGS,
      agent: { kind: 'command', run: './slugify.sh', resolve: null, output: 'text', billing: 'tokens' },
      files: ['src/slugify.js'],
    },
    dependsOn: [{ key: 'charset', kind: 'SOFT' }],
    status: 'RUNNING',
    statusReason: 'because',
    phase: 'VERIFY',
    phaseStartedAt: NOW + 1,
    scheduledFor: NOW + 2,
    awaitedResource: 'database',
    attempts: 3,
    countedAttempts: 2,
    qualityFailures: 1,
    ownFailures: 1,
    conflictSessions: 1,
    startsFromTip: true,
    cancelRequested: false,
    startedAt: NOW + 3,
    finishedAt: NOW + 4,
    branch: 'refs/heads/coppice/work/run-1/slugify',
    workCommit: COMMIT,
    noChange: true,
    keptFromRunId: randomUUID(),
    refusedTree: COMMIT,
    commit: COMMIT,
    conflictFiles: ['src/index.js'],
    clashes: [{ key: 'wrap', files: ['src/index.js'] }],
    lastFailure: { class: 'work', reason: 'exit code 7', output: 'not ok' },
    lastCommand: 3,
    ...fields,
  }
}

const SAMPLE_CHOICE: ModelChoice = {
  model: 'a-model',
  by: 'tier',
  tier: 'standard',
  reason: 'The task is of standard complexity.',
  estimatedCostMicroUsd: 120_000,
  alternatives: [
    { model: 'b-model', tier: 'strong', estimatedCostMicroUsd: null, why: 'the tier strong is for harder tasks' },
  ],
  domain: 'api',
  domainWords: ['endpoint'],
  complexity: { tier: 'standard', score: 1, signals: [{ what: '60 words in its text', weight: 1 }] },
  results: [{ model: 'a-model', domain: 'api', samples: 4, merged: 3, averageCostMicroUsd: 110_000 }],
  qualityFailures: 1,
}

export function sampleSession(
  task: RunTaskRecord,
  projectId: string,
  fields: Partial<SessionRecord> = {},
): SessionRecord {
  return {
    id: randomUUID(),
    projectId,
    runId: task.runId,
    runTaskId: task.id,
    number: 1,
    kind: 'CONFLICT',
    attempt: 2,
    agent: 'command',
    model: 'a-model',
    choice: SAMPLE_CHOICE,
    domain: 'api',
    qualityFailures: 1,
    provider: 'a-provider',
    status: 'RUNNING',
    error: 'none yet',
    prompt: 'Do it.',
    slot: 0,
    conversationId: null,
    cutOff: false,
    worktreePath: '/tmp/w',
    baseCommit: 'e'.repeat(40),
    startCommit: COMMIT,
    provenCommits: [COMMIT],
    process: { pid: 42, startTime: '12345', bootId: 'b' },
    tipCommit: COMMIT,
    startedAt: NOW,
    endedAt: NOW + 1,
    reservedMicroUsd: 12_345,
    flatRate: false,
    factCursor: 7,
    claim: { claim: 'done', text: 'All tests pass.' },
    question: { askId: 'a', text: 'May I?', options: [{ id: 'yes', kind: 'allow-once', label: 'Allow' }] },
    expertise: {
      ...{ domain: 'api', given: 'HELD_OUT' },
      entries: [{ id: randomUUID(), domain: 'general', text: '`npm test` works.', because: 'the word test' }],
    },
    metrics: { ...NO_METRICS, messageCount: 3, inputTokens: 5, ...SAMPLE_COST },
    shown: { lessons: [{ kind: 'COMMAND', text: '`npm test` works.', paths: ['a.js'] }], changedFiles: ['a.js'] },
    ...fields,
  }
}

const SAMPLE_COST = { costMicroUsd: 9_007_199_254, knownCostMicroUsd: 9_007_199_254, reportedCostMicroUsd: 17 }

export function sampleExpertiseEntry(projectId: string, fields: Partial<ExpertiseEntry> = {}): ExpertiseEntry {
  return {
    id: randomUUID(),
    projectId,
    domain: 'testing',
    kind: 'CURE',
    text: '`npm test` fails without a build. Cure: `npm run build`.',
    firstKey: 'npm test fails without a build',
    paths: ['package.json'],
    evidence: [{ sessionId: randomUUID(), session: 3, taskKey: 'slugify', commit: COMMIT, at: NOW }],
    origin: 'LEARNED',
    pinned: true,
    found: 2,
    uses: 3,
    doubts: 1,
    deletedAt: null,
    createdAt: NOW,
    updatedAt: NOW + 1,
    ...fields,
  }
}

export function samplePlan(epics: readonly PlanEpic[] = [sampleEpic('core', [samplePlanTask('slugify')])]): Plan {
  return { name: null, settings: { ...DEFAULT_PROJECT_SETTINGS, verify: ['make check'] }, givesUp: [], epics }
}

export function sampleEpic(key: string, tasks: readonly PlanTask[], fields: Partial<PlanEpic> = {}): PlanEpic {
  return { key, name: `Epic ${key}`, priority: 7, dependsOn: [], tasks, ...fields }
}

export function samplePlanTask(key: string, fields: Partial<PlanTask> = {}): PlanTask {
  return {
    key,
    description: `Do ${key}`,
    action: null,
    priority: 9,
    dependsOn: [],
    settings: {
      ...DEFAULT_TASK_SETTINGS,
      agent: { kind: 'command', run: 'true', resolve: null, output: 'text', billing: 'tokens' },
    },
    ...fields,
  }
}
