import { randomUUID } from 'node:crypto'
import type { SessionMessageRecord, SessionRecord } from '@coppice/engine'
import * as refusals from '@coppice/engine/domain/refusals'
import { sampleExpertiseEntry } from '@coppice/persistence/testing'
import {
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLUnionType,
  getNamedType,
  isInputObjectType,
  isUnionType,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type SeededRun, seededRun, seededSession } from '../../fixtures/seeded-run.ts'
import { type ServerUnderTest, serverUnderTest } from '../../fixtures/server-under-test.ts'
import { globalId, type NodeType } from '../ids.ts'
import { schema } from '../schema.ts'

/** A sample of each refusal. The test fails for a refusal without a sample. */
const REFUSALS: Readonly<Record<string, (runId: string) => refusals.Refusal>> = {
  NotFoundError: () => new refusals.NotFound('There is none.'),
  InvalidInputError: () => new refusals.InvalidInput([{ path: 'maxConcurrency', message: '1 to 64' }]),
  InvalidRepositoryError: () => new refusals.InvalidRepository('/x', 'No branch feature.'),
  NameTakenError: () => new refusals.NameTaken('It is taken.'),
  NothingToDoError: () => new refusals.NothingToDo('All is done.'),
  RunActiveError: (runId) => new refusals.RunActive(runId, 'Run 1 is active.'),
  RunNotActiveError: () => new refusals.RunNotActive('COMPLETED', 'Run 1 is COMPLETED.'),
  DeliveryRefusedError: () => new refusals.DeliveryRefused('Run 1 merged no task.'),
  TaskNotActiveError: () => new refusals.TaskNotActive('FAILED', 'No.'),
  TaskNotRetryableError: () => new refusals.TaskNotRetryable('COMPLETED', 'No.'),
  SessionNotActiveError: () => new refusals.SessionNotActive('COMPLETED', 'Session 1 has ended.'),
  QuestionNotOpenError: () => new refusals.QuestionNotOpen('It has an answer.'),
  CircularDependencyError: () => new refusals.CircularDependency([['a', 'b']]),
  InvalidPlanError: () => new refusals.InvalidPlan([]),
}

/** These mutations are not tested here, but in `mutations.test.ts` and `access.test.ts`, because their results have another form. */
const OF_THEIR_OWN = [
  ...[
    'startParallel',
    'startSequential',
    'createProject',
    'importPlan',
    'cancel',
    'releaseProvider',
    'trustPrograms',
    'resetSample',
    'acceptFollowUp',
    'importExpertise',
  ],
  ...['createAccessToken', 'revokeAccessToken', 'createSignInLink'],
]

let ours: ServerUnderTest
let seed: SeededRun
let session: SessionRecord
let message: SessionMessageRecord
beforeAll(async () => {
  ours = await serverUnderTest()
  const { store } = ours.database
  seed = await seededRun(store)
  const [task] = seed.tasks
  if (task === undefined) throw new Error('no task')
  session = await seededSession(store, task, seed.project.id)
  message = {
    ...{ id: randomUUID(), runId: seed.run.id, sessionId: session.id, author: 'ada' },
    ...{ message: { type: 'message', text: 'hello' }, writtenAt: 1, acknowledgedAt: null },
  }
  await store.transaction((tx) => tx.insertSessionMessage(message))
})
afterAll(() => ours.stop())

const mutations = Object.values(schema.getMutationType()?.getFields() ?? {}).filter(
  ({ name }) => !OF_THEIR_OWN.includes(name),
)

describe.each(mutations.map((field) => [field.name, field] as const))('%s', (name, field) => {
  const [success, ...refused] = membersOf(field)

  it('calls the engine with the ids of the database, and returns the changed object', async () => {
    const command = vi.fn(async () => changed()[entity(success)])
    Object.assign(ours.engine, { [name]: command })
    expect(await ask()).toMatchObject({
      __typename: success?.name,
      [entity(success)]: { __typename: expect.any(String) },
    })
    // A mutation that sends something to a session adds the name of the viewer.
    expect(command).toHaveBeenCalledWith(expect.objectContaining(valuesOf(inputOf(field), (_type, id) => id)))
  })

  it('returns each refusal as a member of its union', async () => {
    expect(refused.length).toBeGreaterThan(0)
    for (const type of refused) {
      const refusal = REFUSALS[type.name]?.(seed.run.id)
      if (refusal === undefined) throw new Error(`add a sample of ${type.name} to REFUSALS`)
      Object.assign(ours.engine, { [name]: () => Promise.reject(refusal) })
      expect(await ask()).toMatchObject({ __typename: type.name, code: refusal.code, message: refusal.message })
    }
  })

  async function ask() {
    const entityOfSuccess = `... on ${success?.name} { ${entity(success)} { __typename } }`
    const document = `mutation($input: ${inputOf(field).name}!) { ${name}(input: $input) {
      __typename ... on Error { code message } ${entityOfSuccess} } }`
    const input = valuesOf(inputOf(field), globalId)
    return (await ours.admin.request<Record<string, unknown>>(document, { input }))[name]
  }
})

/** @returns the members of the union of a mutation: the success first, then the refusals. */
function membersOf(field: GraphQLField<unknown, unknown>): readonly GraphQLObjectType[] {
  const union = getNamedType(field.type)
  if (!isUnionType(union)) throw new Error(`${field.name} has no union`)
  const isSuccess = (type: GraphQLObjectType) => type.name.endsWith('Success')
  const types = (union as GraphQLUnionType).getTypes()
  return [...types.filter(isSuccess), ...types.filter((type) => !isSuccess(type))]
}

function inputOf(field: GraphQLField<unknown, unknown>): GraphQLInputObjectType {
  const type = field.args[0] && getNamedType(field.args[0].type)
  if (!isInputObjectType(type)) throw new Error(`${field.name} takes no input`)
  return type
}

type Entity = 'run' | 'task' | 'project' | 'sent' | 'entry'
const entity = (success: GraphQLObjectType | undefined) => Object.keys(success?.getFields() ?? {})[0] as Entity

/** The fake engine returns this for every command. The objects exist in the database. */
const changed = () => ({
  ...{ run: seed.run, task: seed.tasks[0], project: seed.project, sent: message },
  entry: sampleExpertiseEntry(seed.project.id),
})

/** @returns a sample value for each field of the input. @param id formats the ids */
function valuesOf(input: GraphQLInputObjectType, id: (type: NodeType, id: string) => string) {
  const ids: Readonly<Record<string, string>> = {
    runId: id('Run', seed.run.id),
    runTaskId: id('RunTask', seed.tasks[0]?.id ?? ''),
    taskId: id('Task', seed.tasks[0]?.taskId ?? ''),
    projectId: id('Project', seed.project.id),
    sessionId: id('Session', session.id),
    // A proposal is no node, so its id has one form.
    followUpId: session.id,
    entryId: '0b6d7d5e-2b8f-4a44-9a43-3c1f0f2f3a11',
  }
  const samples: Readonly<Record<string, unknown>> = { Int: 5, Float: 7.5, String: 'feature', Boolean: true }
  const entries = Object.values(input.getFields()).map(({ name, type }) => {
    const value = ids[name] ?? samples[getNamedType(type).name]
    if (value === undefined) throw new Error(`add a sample value for ${input.name}.${name}`)
    return [name, value]
  })
  return Object.fromEntries(entries)
}
