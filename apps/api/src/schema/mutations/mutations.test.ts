import { randomUUID } from 'node:crypto'
import type { Engine, PlanChanges, SessionMessageRecord } from '@coppice/engine'
import {
  CircularDependency,
  InvalidInput,
  InvalidPlan,
  InvalidRepository,
  NameTaken,
  NotFound,
  NothingToDo,
  RunActive,
  RunNotActive,
  SafeguardRemoved,
} from '@coppice/engine'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type SeededRun, seededRun, seededSession } from '../../fixtures/seeded-run.ts'
import { type ServerUnderTest, serverUnderTest } from '../../fixtures/server-under-test.ts'
import { globalId } from '../ids.ts'

let ours: ServerUnderTest
let seed: SeededRun
beforeAll(async () => {
  ours = await serverUnderTest()
  seed = await seededRun(ours.database.store)
})
afterAll(() => ours.stop())

const ERROR = '__typename ... on Error { code message }'

const START = `mutation($input: StartParallelInput!) { startParallel(input: $input) {
  ${ERROR}
  ... on StartParallelSuccess { run { id number } }
  ... on InvalidInputError { fields { path message } }
  ... on RunActiveError { run { id number status } }
  ... on CircularDependencyError { cycles }
  ... on InvalidRepositoryError { path }
} }`

const start = async (input: object = {}) =>
  (
    await ours.admin.request<{ startParallel: unknown }>(START, {
      input: { projectId: globalId('Project', seed.project.id), ...input },
    })
  ).startParallel

const IMPORT = `mutation($input: ImportPlanInput!) { importPlan(input: $input) {
  ${ERROR}
  ... on ImportPlanSuccess { project { name } changes { ...Changes } }
  ... on InvalidPlanError { problems { message path line column } }
  ... on SafeguardRemovedError { safeguards changes { ...Changes } }
} }
fragment Changes on PlanChanges {
  settings { name before after }
  removedSafeguards
  tasks { added { total keys } archived { total keys } }
}`

const NO_KEYS = { added: [], changed: [], archived: [], revived: [] }
const CHANGES: PlanChanges = {
  settings: [{ name: 'verify', before: ['npm test'], after: [] }],
  removedSafeguards: ['VERIFY'],
  keptFollowUps: [],
  epics: NO_KEYS,
  tasks: { ...NO_KEYS, added: Array.from({ length: 300 }, (_, index) => `t${index}`), archived: ['old'] },
}

const returning = <Name extends keyof Engine>(name: Name, response: () => unknown) => {
  const command = vi.fn(async () => response())
  Object.assign(ours.engine, { [name]: command })
  return command
}

const throwing = (error: Error) => () => {
  throw error
}

describe('starting a run', () => {
  it('passes the input with its defaults to the engine, and returns the run', async () => {
    const command = returning('startParallel', () => seed.run)
    expect(await start()).toEqual({
      __typename: 'StartParallelSuccess',
      run: { id: globalId('Run', seed.run.id), number: 1 },
    })
    expect(command).toHaveBeenCalledWith({
      projectId: seed.project.id,
      maxConcurrency: 3,
      strategy: 'BATCHES',
      isolation: 'TASK',
      taskIds: null,
    })
    await start({ maxConcurrency: 100_000 })
    expect(command).toHaveBeenLastCalledWith(expect.objectContaining({ maxConcurrency: 100_000 }))
  })

  it('passes the chosen tasks to the engine by their row ids', async () => {
    const command = returning('startParallel', () => seed.run)
    await start({ taskIds: [globalId('Task', seed.project.id), 'nonsense'] })
    expect(command).toHaveBeenCalledWith(
      expect.objectContaining({ taskIds: [seed.project.id, '00000000-0000-0000-0000-000000000000'] }),
    )
  })

  it('starts a sequential run', async () => {
    const command = returning('startSequential', () => seed.run)
    const response = await ours.admin.request<unknown>(
      `mutation($id: ID!) { startSequential(input: { projectId: $id }) { ${ERROR} ... on StartSequentialSuccess { run { number } } } }`,
      { id: globalId('Project', seed.project.id) },
    )
    expect(response).toEqual({ startSequential: { __typename: 'StartSequentialSuccess', run: { number: 1 } } })
    expect(command).toHaveBeenCalledWith({ projectId: seed.project.id, taskIds: null })
  })

  it('returns each refusal of the engine as a member of the union', async () => {
    const refusals: [Error, object][] = [
      [new NotFound('There is no such project.'), { __typename: 'NotFoundError', code: 'NOT_FOUND' }],
      [
        new InvalidInput([{ path: 'maxConcurrency', message: '1 to 64' }]),
        {
          __typename: 'InvalidInputError',
          code: 'INVALID_INPUT',
          fields: [{ path: 'maxConcurrency', message: '1 to 64' }],
        },
      ],
      [
        new NothingToDo('All is done.'),
        { __typename: 'NothingToDoError', code: 'NOTHING_TO_DO', message: 'All is done.' },
      ],
      [
        new RunActive(seed.run.id, 'Run 1 is active.'),
        {
          __typename: 'RunActiveError',
          code: 'RUN_ACTIVE',
          run: { id: globalId('Run', seed.run.id), status: 'RUNNING' },
        },
      ],
      [
        new CircularDependency([['a', 'b']]),
        { __typename: 'CircularDependencyError', code: 'CIRCULAR_DEPENDENCY', cycles: [['a', 'b']] },
      ],
      [
        new InvalidRepository('/x', 'not found'),
        { __typename: 'InvalidRepositoryError', code: 'INVALID_REPOSITORY', path: '/x' },
      ],
    ]
    for (const [refusal, response] of refusals) {
      returning('startParallel', throwing(refusal))
      expect(await start()).toMatchObject({ message: refusal.message, ...response })
    }
  })

  it('returns the same refusal for a malformed project id as for an absent project', async () => {
    const command = returning('startParallel', throwing(new NotFound('There is no such project.')))
    for (const projectId of ['', 'x', 'zz'.repeat(200), globalId('Run', seed.project.id)])
      expect(await start({ projectId })).toMatchObject({ __typename: 'NotFoundError' })
    expect(command).toHaveBeenCalledWith(expect.objectContaining({ projectId: '00000000-0000-0000-0000-000000000000' }))
  })

  it('refuses a number that is not an Int as BAD_USER_INPUT, without a call of the engine', async () => {
    const command = returning('startParallel', () => seed.run)
    for (const maxConcurrency of [2 ** 31, 1.5, 'three', null])
      expect(
        await ours.admin.ask(START, { input: { projectId: 'x', maxConcurrency } }),
        String(maxConcurrency),
      ).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
    expect(command).not.toHaveBeenCalled()
  })
})

describe('a defect', () => {
  it('is returned only as an id, and the log contains the error with this id', async () => {
    returning('startParallel', throwing(new Error('secret of the inside')))
    const response = await ours.admin.ask(START, { input: { projectId: 'x' } })
    expect(response).toMatchObject({
      data: null,
      errors: [{ path: ['startParallel'], extensions: { code: 'INTERNAL_SERVER_ERROR', id: expect.any(String) } }],
    })
    expect(JSON.stringify(response)).not.toContain('secret of the inside')
    const [error] = response.errors ?? []
    expect(Object.keys(error?.extensions ?? {}).sort()).toEqual(['code', 'id'])
    expect(ours.logged.lines).toContainEqual(
      expect.objectContaining({
        errorId: error?.extensions.id,
        path: 'startParallel',
        err: expect.objectContaining({ message: 'secret of the inside' }),
      }),
    )
  })
})

describe('a refusal that is not a member of a union', () => {
  it('is in `errors` with its message, because the message says what to do', async () => {
    ours.engine.read.planPreview = throwing(new InvalidRepository('/srv/x', 'The repository /srv/x does not exist.'))
    expect(
      await ours.admin.ask('query($id: ID!) { project(id: $id) { plan { totalTasks } } }', {
        id: globalId('Project', seed.project.id),
      }),
    ).toMatchObject({
      errors: [{ message: 'The repository /srv/x does not exist.', extensions: { code: 'BAD_USER_INPUT' } }],
    })
  })
})

describe('projects', () => {
  const CREATE = `mutation($input: CreateProjectInput!) { createProject(input: $input) {
    ${ERROR} ... on CreateProjectSuccess { project { name } } ... on InvalidInputError { fields { path } }
  } }`

  it('are created by the engine', async () => {
    const command = returning('createProject', () => seed.project)
    const input = { name: 'textkit', repositoryPath: '/srv/textkit' }
    expect(await ours.admin.request(CREATE, { input })).toEqual({
      createProject: { __typename: 'CreateProjectSuccess', project: { name: seed.project.name } },
    })
    expect(command).toHaveBeenCalledWith(input)
    returning('createProject', throwing(new NameTaken('taken')))
    expect(await ours.admin.request(CREATE, { input })).toMatchObject({
      createProject: { __typename: 'NameTakenError', code: 'NAME_TAKEN' },
    })
  })

  it('are refused when the path or the branch is invalid, and the refusal names the field', async () => {
    const command = returning('createProject', () => seed.project)
    const input = { name: 'x', repositoryPath: '/a\0b', baseBranch: 'b'.repeat(300) }
    expect(await ours.admin.request(CREATE, { input })).toMatchObject({
      createProject: {
        __typename: 'InvalidInputError',
        code: 'INVALID_INPUT',
        fields: [{ path: 'repositoryPath' }, { path: 'baseBranch' }],
      },
    })
    expect(command).not.toHaveBeenCalled()
  })

  it('import a plan, or return all mistakes of the plan', async () => {
    const input = { projectId: globalId('Project', seed.project.id), source: 'epics: []' }
    const command = returning('importPlan', () => ({ project: seed.project, changes: CHANGES }))
    expect(await ours.admin.request(IMPORT, { input })).toMatchObject({
      importPlan: { __typename: 'ImportPlanSuccess' },
    })
    const asked = { projectId: seed.project.id, source: 'epics: []', dryRun: false, mayRemove: [] }
    expect(command).toHaveBeenCalledWith(asked)
    const problems = [
      { message: 'what', path: 'epics', line: 1, column: 8 },
      { message: 'no', path: '', line: null, column: null },
    ]
    returning('importPlan', throwing(new InvalidPlan(problems)))
    expect(await ours.admin.request(IMPORT, { input })).toMatchObject({
      importPlan: { __typename: 'InvalidPlanError', code: 'INVALID_PLAN', problems },
    })
  })

  it('P6: return what a plan changes, and refuse a plan that removes a safeguard without permission', async () => {
    const input = { projectId: globalId('Project', seed.project.id), source: '', dryRun: true, mayRemove: ['VERIFY'] }
    const command = returning('importPlan', () => ({ project: seed.project, changes: CHANGES }))
    const changes = {
      settings: [{ name: 'verify', before: ['npm test'], after: [] }],
      removedSafeguards: ['VERIFY'],
      tasks: { added: { total: 300 }, archived: { total: 1, keys: ['old'] } },
    }
    const response = await ours.admin.request<{ importPlan: { changes: { tasks: { added: { keys: string[] } } } } }>(
      IMPORT,
      { input },
    )
    expect(response).toMatchObject({ importPlan: { __typename: 'ImportPlanSuccess', changes } })
    expect(response.importPlan.changes.tasks.added.keys).toHaveLength(200)
    expect(command).toHaveBeenCalledWith({ ...input, projectId: seed.project.id })
    returning('importPlan', throwing(new SafeguardRemoved(['VERIFY'], CHANGES)))
    expect(await ours.admin.request(IMPORT, { input })).toMatchObject({
      importPlan: {
        __typename: 'SafeguardRemovedError',
        code: 'SAFEGUARD_REMOVED',
        message: expect.stringContaining('npm test'),
        safeguards: ['VERIFY'],
        changes,
      },
    })
  })

  it('include a sample project that can be reset', async () => {
    returning('resetSample', () => seed.project)
    const RESET = `mutation { resetSample { ${ERROR} ... on ResetSampleSuccess { project { sample } } } }`
    expect(await ours.admin.request(RESET)).toEqual({
      resetSample: { __typename: 'ResetSampleSuccess', project: { sample: true } },
    })
  })
})

describe('trusting programs', () => {
  it('returns the programs that the project trusts now', async () => {
    const TRUST = `mutation($id: ID!) { trustPrograms(input: { projectId: $id }) {
      ${ERROR} ... on TrustProgramsSuccess { programs { key value } }
    } }`
    returning('trustPrograms', () => ({ ...seed.project, trustedPrograms: { 'filter.lfs.clean': 'git-lfs clean' } }))
    expect(await ours.admin.request(TRUST, { id: globalId('Project', seed.project.id) })).toEqual({
      trustPrograms: {
        __typename: 'TrustProgramsSuccess',
        programs: [{ key: 'filter.lfs.clean', value: 'git-lfs clean' }],
      },
    })
  })
})

describe('cancelling', () => {
  it('returns how many agents it stopped, or why the run cannot be cancelled', async () => {
    const CANCEL = `mutation($id: ID!) { cancel(input: { runId: $id }) {
      ${ERROR} ... on CancelSuccess { cancelledAgents run { number } } ... on RunNotActiveError { runStatus }
    } }`
    const id = globalId('Run', seed.run.id)
    returning('cancel', () => ({ run: seed.run, cancelledAgents: 3 }))
    expect(await ours.admin.request(CANCEL, { id })).toEqual({
      cancel: { __typename: 'CancelSuccess', cancelledAgents: 3, run: { number: 1 } },
    })
    returning('cancel', throwing(new RunNotActive('COMPLETED', 'It has ended.')))
    expect(await ours.admin.request(CANCEL, { id })).toMatchObject({
      cancel: { __typename: 'RunNotActiveError', code: 'RUN_NOT_ACTIVE', runStatus: 'COMPLETED' },
    })
  })
})

describe('ending the hold of a provider', () => {
  it('names the person who ends it, and returns the providers whose holds ended', async () => {
    const RELEASE = `mutation($id: ID!, $provider: String) { releaseProvider(input: { runId: $id, provider: $provider }) {
      ${ERROR} ... on ReleaseProviderSuccess { providers run { number } } ... on RunNotActiveError { runStatus }
    } }`
    const id = globalId('Run', seed.run.id)
    const asked = returning('releaseProvider', () => ({ run: seed.run, providers: ['claude'] }))
    expect(await ours.admin.request(RELEASE, { id, provider: 'claude' })).toEqual({
      releaseProvider: { __typename: 'ReleaseProviderSuccess', providers: ['claude'], run: { number: 1 } },
    })
    await ours.admin.request(RELEASE, { id })
    const { name: author } = await viewer()
    expect(asked).toHaveBeenCalledWith({ runId: seed.run.id, provider: 'claude', author })
    expect(asked).toHaveBeenLastCalledWith({ runId: seed.run.id, provider: null, author })
    returning('releaseProvider', throwing(new RunNotActive('COMPLETED', 'It has ended.')))
    expect(await ours.admin.request(RELEASE, { id })).toMatchObject({
      releaseProvider: { __typename: 'RunNotActiveError', code: 'RUN_NOT_ACTIVE', runStatus: 'COMPLETED' },
    })
  })

  it('a run lists the holds of which its events told and that nobody has ended, and an ended run lists none', async () => {
    const { store } = ours.database
    const held = (provider: string, until: number) =>
      ({ type: 'ProviderHeld', data: { provider, until, reason: 'busy' } }) as const
    const released = { type: 'ProviderReleased', data: { provider: 'gone', author: 'ada' } } as const
    await store.transaction((tx) =>
      tx.appendEvents(seed.run.id, 1, [held('claude', 1_000), held('gone', 1_000), held('claude', 2_000), released]),
    )
    const HOLDS = 'query($id: ID!) { run(id: $id) { holds { provider until reason } } }'
    const id = globalId('Run', seed.run.id)
    expect(await ours.admin.request(HOLDS, { id })).toEqual({
      run: { holds: [{ provider: 'claude', until: '1970-01-01T00:00:02.000Z', reason: 'busy' }] },
    })
    await store.transaction((tx) => tx.updateRun(seed.run.id, [seed.run.status], { status: 'COMPLETED' }))
    expect(await ours.admin.request(HOLDS, { id })).toEqual({ run: { holds: [] } })
    await store.transaction((tx) => tx.updateRun(seed.run.id, ['COMPLETED'], { status: seed.run.status }))
  })
})

describe('a message to a session', () => {
  it('is sent with the name of its sender, and the session lists it with the time when the agent read it', async () => {
    const { store } = ours.database
    const [task] = seed.tasks
    if (task === undefined) throw new Error('no task')
    const session = await seededSession(store, task, seed.project.id)
    const stored: SessionMessageRecord = {
      ...{ id: randomUUID(), runId: seed.run.id, sessionId: session.id, author: 'admin' },
      ...{ message: { type: 'message', text: 'Use tabs.' }, writtenAt: 1_000, acknowledgedAt: null },
    }
    await store.transaction((tx) => tx.insertSessionMessage(stored))
    const command = returning('sendMessage', () => stored)
    const sessionId = globalId('Session', session.id)
    const sent = await ours.admin.request<unknown>(
      `mutation($input: SendMessageInput!) { sendMessage(input: $input) {
        ${ERROR} ... on SendMessageSuccess { sent { messageId messageKind text author sentAt receivedAt } } } }`,
      { input: { sessionId, text: 'Use tabs.', messageId: stored.id } },
    )
    const message = {
      ...{ messageId: stored.id, messageKind: 'message', text: 'Use tabs.', author: 'admin' },
      ...{ sentAt: '1970-01-01T00:00:01.000Z', receivedAt: null },
    }
    expect(sent).toEqual({ sendMessage: { __typename: 'SendMessageSuccess', sent: message } })
    const { name: author } = await viewer()
    expect(command).toHaveBeenCalledWith({ sessionId: session.id, text: 'Use tabs.', messageId: stored.id, author })
    await store.transaction((tx) => tx.acknowledgeSessionMessage(session.id, stored.id, 2_000))
    const listed = await ours.admin.request<unknown>(
      '{ session(id: "SESSION") { messages(first: 1) { text receivedAt } } }'.replace('SESSION', sessionId),
    )
    expect(listed).toEqual({
      session: { messages: [{ text: 'Use tabs.', receivedAt: '1970-01-01T00:00:02.000Z' }] },
    })
  })
})

const viewer = async () => (await ours.admin.request<{ viewer: { name: string } }>('{ viewer { name } }')).viewer

describe('accepting a follow-up', () => {
  it('returns the key of the new task, and passes on the name of who accepts', async () => {
    const command = returning('acceptFollowUp', () => ({ project: seed.project, taskKey: 'update-docs' }))
    const input = { followUpId: randomUUID(), epicKey: 'docs', dependsOn: ['a'] }
    const accepted = await ours.admin.request<unknown>(
      `mutation($input: AcceptFollowUpInput!) { acceptFollowUp(input: $input) {
        ${ERROR} ... on AcceptFollowUpSuccess { taskKey project { name } } } }`,
      { input },
    )
    expect(accepted).toMatchObject({
      acceptFollowUp: { __typename: 'AcceptFollowUpSuccess', taskKey: 'update-docs', project: {} },
    })
    expect(command).toHaveBeenCalledWith({ ...input, author: (await viewer()).name })
  })
})

describe('importExpertise', () => {
  const IMPORT_EXPERTISE = `mutation($input: ImportExpertiseInput!) { importExpertise(input: $input) {
    ${ERROR}
    ... on ImportExpertiseSuccess { project { name } added changed }
    ... on InvalidInputError { fields { path message } }
  } }`
  const ask = async () => {
    const input = { projectId: globalId('Project', seed.project.id), source: '## api' }
    return (await ours.admin.request<{ importExpertise: unknown }>(IMPORT_EXPERTISE, { input })).importExpertise
  }

  it('returns the project and the numbers of entries, or what is wrong with the file', async () => {
    const importExpertise = vi.fn(async () => ({ id: seed.project.id, added: 2, changed: 1 }))
    Object.assign(ours.engine, { importExpertise })
    expect(await ask()).toEqual({
      ...{ __typename: 'ImportExpertiseSuccess', added: 2, changed: 1 },
      project: { name: seed.project.name },
    })
    expect(importExpertise).toHaveBeenCalledWith({ projectId: seed.project.id, source: '## api' })
    const fields = [{ path: 'source', message: 'line 1: no' }]
    Object.assign(ours.engine, { importExpertise: () => Promise.reject(new InvalidInput(fields)) })
    expect(await ask()).toMatchObject({ __typename: 'InvalidInputError', fields })
  })
})
