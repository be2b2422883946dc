import type { Role } from '@coppice/engine'
import { graphqlClient, rawSocket } from '@coppice/testkit'
import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seededRun, seededSession } from '../fixtures/seeded-run.ts'
import { type ServerUnderTest, serverUnderTest } from '../fixtures/server-under-test.ts'
import { globalId, NODE_TYPES, type NodeType } from '../schema/ids.ts'
import { schema } from '../schema/schema.ts'
import { mayActAs } from './roles.ts'

/** The lowest role that may use each root field. The test fails for a root field without a row. */
const LEAST_ROLE: Readonly<Record<string, Role>> = {
  'query accessTokens': 'ADMIN',
  'query agents': 'VIEWER',
  'query batch': 'VIEWER',
  'query batches': 'VIEWER',
  'query node': 'VIEWER',
  'query project': 'VIEWER',
  'query projects': 'VIEWER',
  'query run': 'VIEWER',
  'query sandbox': 'VIEWER',
  'query session': 'VIEWER',
  'query task': 'VIEWER',
  'query viewer': 'VIEWER',
  'mutation answerQuestion': 'OPERATOR',
  'mutation cancel': 'OPERATOR',
  'mutation cancelTask': 'OPERATOR',
  'mutation createAccessToken': 'ADMIN',
  'mutation createProject': 'ADMIN',
  'mutation createSignInLink': 'ADMIN',
  'mutation deleteExpertise': 'OPERATOR',
  'mutation deliver': 'OPERATOR',
  'mutation discardRun': 'OPERATOR',
  'mutation dropKeptWork': 'OPERATOR',
  'mutation dropTask': 'OPERATOR',
  'mutation editExpertise': 'OPERATOR',
  'mutation importExpertise': 'OPERATOR',
  'mutation importPlan': 'ADMIN',
  'mutation acceptFollowUp': 'ADMIN',
  'mutation rejectFollowUp': 'ADMIN',
  'mutation markTaskDone': 'OPERATOR',
  'mutation pause': 'OPERATOR',
  'mutation releaseProvider': 'OPERATOR',
  'mutation resetSample': 'OPERATOR',
  'mutation resolveTask': 'OPERATOR',
  'mutation resume': 'OPERATOR',
  'mutation retryTask': 'OPERATOR',
  'mutation revokeAccessToken': 'ADMIN',
  'mutation sendMessage': 'OPERATOR',
  'mutation setBaseBranch': 'ADMIN',
  'mutation setBudget': 'ADMIN',
  'mutation setProjectBudget': 'ADMIN',
  'mutation setMaxConcurrency': 'OPERATOR',
  'mutation startParallel': 'OPERATOR',
  'mutation startSequential': 'OPERATOR',
  'mutation trustPrograms': 'ADMIN',
  'mutation undoDelivery': 'OPERATOR',
  'subscription activity': 'VIEWER',
  'subscription progress': 'VIEWER',
  'subscription sessionOutput': 'VIEWER',
  'subscription sessionOutputParts': 'VIEWER',
}

/** The lowest role that may see a node by its id, through `node` or any other field. */
const LEAST_ROLE_OF_NODE: Readonly<Record<NodeType, Role>> = {
  Project: 'VIEWER',
  Epic: 'VIEWER',
  Task: 'VIEWER',
  Run: 'VIEWER',
  Batch: 'VIEWER',
  RunTask: 'VIEWER',
  Session: 'VIEWER',
  AccessToken: 'ADMIN',
}

type Caller = Role | 'NOBODY'
const CALLERS: readonly Caller[] = ['NOBODY', 'VIEWER', 'OPERATOR', 'ADMIN']

/** What happened to a request: it got access, or it was refused with this code. */
type Outcome = 'let in' | 'UNAUTHENTICATED' | 'FORBIDDEN'
type Ask = (document: string) => Promise<Outcome>

let ours: ServerUnderTest
beforeAll(async () => {
  ours = await serverUnderTest()
})
afterAll(() => ours.stop())

const ROOTS = {
  query: schema.getQueryType(),
  mutation: schema.getMutationType(),
  subscription: schema.getSubscriptionType(),
}
const rootFields = Object.entries(ROOTS).flatMap(([kind, type]) =>
  Object.values(type?.getFields() ?? {}).map((field) => ({
    name: `${kind} ${field.name}`,
    document: `${kind} { ${callOf(field)} }`,
  })),
)

describe('A1: every root field of the schema, for every role', () => {
  it('is in the table of lowest roles', () => {
    expect(rootFields.map(({ name }) => name).toSorted()).toEqual(Object.keys(LEAST_ROLE).toSorted())
  })

  it.each([
    ['HTTP', overHttp],
    ['server-sent events', overEvents],
    ['WebSocket', overSocket],
    ['HTTP with the console’s cookie', overCookie],
    ['WebSocket with the console’s cookie', overCookieSocket],
  ])('is allowed over %s for its lowest role and above, and refused below', async (_, transport) => {
    for (const caller of CALLERS) {
      const ask = await transport(caller)
      for (const { name, document } of rootFields)
        expect(await ask(document), `${document} for ${caller}`).toBe(expected(caller, LEAST_ROLE[name] ?? 'ADMIN'))
    }
  })
})

describe('A1: every node of the schema, for every role', () => {
  it('is returned by its id for its lowest role and above, and refused below', async () => {
    const { project, run, batches, tasks } = await seededRun(ours.database.store)
    const { id: token } = await ours.newToken('VIEWER')
    const { prisma } = ours.database
    const epic = await prisma.epic.findFirstOrThrow({ where: { projectId: project.id } })
    const [task] = tasks
    if (task === undefined) throw new Error('no task')
    const session = await seededSession(ours.database.store, task, project.id)
    const ids: Readonly<Record<NodeType, string | undefined>> = {
      Project: project.id,
      Epic: epic.id,
      Task: task.taskId,
      Run: run.id,
      Batch: batches[0]?.id,
      RunTask: task.id,
      Session: session.id,
      AccessToken: token,
    }
    expect(nodeTypesOfSchema()).toEqual([...NODE_TYPES].toSorted())
    for (const caller of CALLERS) {
      const client = graphqlClient({ url: ours.url, token: await tokenOf(caller) })
      for (const type of NODE_TYPES) {
        const id = globalId(type, ids[type] ?? '')
        const { data, errors } = await client.ask<{ node: unknown }>(`{ node(id: "${id}") { __typename id } }`)
        const outcome = expected(caller, LEAST_ROLE_OF_NODE[type])
        expect(outcomeOf(errors), `${type} for ${caller}`).toBe(outcome)
        expect(data?.node ?? null).toEqual(outcome === 'let in' ? { __typename: type, id } : null)
      }
    }
  })
})

function expected(caller: Caller, least: Role): Outcome {
  if (caller === 'NOBODY') return 'UNAUTHENTICATED'
  return mayActAs(caller, least) ? 'let in' : 'FORBIDDEN'
}

function nodeTypesOfSchema(): string[] {
  const node = schema.getType('Node')
  if (!isInterfaceType(node)) throw new Error('the schema has no interface Node')
  return schema
    .getImplementations(node)
    .objects.map(({ name }) => name)
    .toSorted()
}

/** @returns a selection of the field with dummy values for its required arguments. */
function callOf(field: GraphQLField<unknown, unknown>): string {
  const values = field.args.filter(isRequiredArgument).map(({ name, type }) => `${name}: ${sampleOf(type)}`)
  const parameters = values.length === 0 ? '' : `(${values.join(', ')})`
  return `${field.name}${parameters}${isCompositeType(getNamedType(field.type)) ? ' { __typename }' : ''}`
}

function sampleOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return sampleOf(type.ofType)
  if (isListType(type)) return '[]'
  if (isEnumType(type)) return type.getValues()[0]?.name ?? ''
  if (type.name === 'Int' || type.name === 'Float') return '1'
  if (type.name === 'Boolean') return 'true'
  if (!isInputObjectType(type)) return '"x"'
  const fields = Object.values(type.getFields()).filter(isRequiredInputField)
  return `{ ${fields.map((field) => `${field.name}: ${sampleOf(field.type)}`).join(', ')} }`
}

async function tokenOf(caller: Caller): Promise<string> {
  return caller === 'NOBODY' ? '' : (await ours.newToken(caller)).secret
}

async function cookieOf(caller: Caller): Promise<Record<string, string>> {
  const headers: Record<string, string> = { origin: ours.url }
  if (caller === 'NOBODY') return headers
  const response = await fetch(`${ours.url}/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ token: await tokenOf(caller) }),
  })
  return { ...headers, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' }
}

const outcomeOf = (errors: readonly { extensions?: { code?: unknown } }[] = []): Outcome => {
  const code = errors[0]?.extensions?.code
  return code === 'UNAUTHENTICATED' || code === 'FORBIDDEN' ? code : 'let in'
}

async function overHttp(caller: Caller): Promise<Ask> {
  const client = graphqlClient({ url: ours.url, token: await tokenOf(caller) })
  return async (document) => outcomeOf((await client.ask(document)).errors)
}

async function overCookie(caller: Caller): Promise<Ask> {
  const client = graphqlClient({ url: ours.url, token: '' }, await cookieOf(caller))
  return async (document) => outcomeOf((await client.ask(document)).errors)
}

async function overEvents(caller: Caller): Promise<Ask> {
  const token = await tokenOf(caller)
  return async (query) => {
    const response = await fetch(`${ours.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query }),
    })
    const text = await response.text()
    const [, data = text] = /^data: ?(\{.*)$/m.exec(text) ?? []
    return outcomeOf((JSON.parse(data) as { errors?: [] }).errors)
  }
}

const overSocket = async (caller: Caller): Promise<Ask> => askingOver({ token: await tokenOf(caller) })
const overCookieSocket = async (caller: Caller): Promise<Ask> => askingOver({ headers: await cookieOf(caller) })

async function askingOver({ token = '', headers = {} }: { token?: string; headers?: Record<string, string> }) {
  const socket = await rawSocket(ours.url, headers)
  socket.send({ type: 'connection_init', payload: token === '' ? {} : { authorization: `Bearer ${token}` } })
  const isIn = await Promise.race([
    socket.waitFor(({ type }) => type === 'connection_ack').then(() => true),
    socket.closed.then(({ code }) => {
      expect(code).toBe(4403)
      return false
    }),
  ])
  let last = 0
  return async (query: string): Promise<Outcome> => {
    if (!isIn) return 'UNAUTHENTICATED'
    const id = String(++last)
    socket.send({ type: 'subscribe', id, payload: { query } })
    const { type, payload } = await socket.waitFor((message) => message.id === id)
    return outcomeOf(type === 'error' ? (payload as []) : (payload as { errors?: [] } | undefined)?.errors)
  }
}
