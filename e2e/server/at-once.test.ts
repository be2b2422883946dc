import { commandPlan, type GraphqlClient, graphqlClient, tempRepository } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { newPlace, serve } from './serve.ts'

let graphql: GraphqlClient

/** The present ids of the sample project and of its run, if it has a run. */
interface Sample {
  project: string
  task: string
  run: string
  runTask: string
  active: string | null
}

async function sample(): Promise<Sample> {
  type Node = { id: string }
  type Page<T> = { edges: { node: T }[] }
  type Project = Node & {
    sample: boolean
    tasks: Page<Node>
    runs: Page<Node & { tasks: Page<Node> }>
    activeRun: Node | null
  }
  const { projects } = await graphql.request<{ projects: Page<Project> }>(`{ projects { edges { node {
    id sample activeRun { id } tasks(first: 1) { edges { node { id } } }
    runs(first: 1) { edges { node { id tasks(first: 1) { edges { node { id } } } } } } } } } }`)
  const found = projects.edges.map(({ node }) => node).find((node) => node.sample)
  const [run] = found?.runs.edges ?? []
  return {
    project: found?.id ?? 'x',
    task: found?.tasks.edges[0]?.node.id ?? 'x',
    run: run?.node.id ?? 'x',
    runTask: run?.node.tasks.edges[0]?.node.id ?? 'x',
    active: found?.activeRun?.id ?? null,
  }
}

const repository = tempRepository()
const plan = JSON.stringify(
  commandPlan([
    { key: 'a', epic: 'x', run: 'true' },
    { key: 'b', epic: 'x', run: 'true' },
  ]),
)

const projectOf = '... on Error { code } ... on Success { project { id tasks { totalCount } } }'
const runOf = '... on Error { code } ... on Success { run { id status } }'
const taskOf = '... on Error { code } ... on Success { task { id status } }'

/** Every mutation that acts on a project, with an input. */
const COMMANDS: Readonly<Record<string, { input?: (of: Sample) => object; selection: string }>> = {
  createProject: { input: () => ({ name: 'same', repositoryPath: repository.path }), selection: projectOf },
  importPlan: { input: ({ project }) => ({ projectId: project, source: plan }), selection: projectOf },
  startParallel: { input: ({ project }) => ({ projectId: project, maxConcurrency: 2 }), selection: runOf },
  startSequential: { input: ({ project }) => ({ projectId: project }), selection: runOf },
  cancel: { input: ({ run }) => ({ runId: run }), selection: runOf },
  pause: { input: ({ run }) => ({ runId: run }), selection: runOf },
  resume: { input: ({ run }) => ({ runId: run }), selection: runOf },
  setMaxConcurrency: { input: ({ run }) => ({ runId: run, maxConcurrency: 3 }), selection: runOf },
  deliver: { input: ({ run }) => ({ runId: run }), selection: runOf },
  setBaseBranch: { input: ({ project }) => ({ projectId: project, baseBranch: 'main' }), selection: projectOf },
  discardRun: { input: ({ run }) => ({ runId: run }), selection: runOf },
  cancelTask: { input: ({ runTask }) => ({ runTaskId: runTask }), selection: taskOf },
  retryTask: { input: ({ runTask }) => ({ runTaskId: runTask }), selection: taskOf },
  markTaskDone: { input: ({ task }) => ({ taskId: task }), selection: projectOf },
  dropTask: { input: ({ task }) => ({ taskId: task }), selection: projectOf },
  trustPrograms: { input: ({ project }) => ({ projectId: project }), selection: '... on Error { code }' },
  resetSample: { selection: projectOf },
}
const NAMES = Object.keys(COMMANDS)

function ask(name: string, of: Sample) {
  const command = COMMANDS[name]
  if (!command) throw new Error(`no command ${name}`)
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`
  const selection = command.selection.replace('Success', `${type}Success`)
  const document = command.input
    ? `mutation($input: ${type}Input!) { ${name}(input: $input) { __typename ${selection} } }`
    : `mutation { ${name} { __typename ${selection} } }`
  return graphql.ask(document, command.input ? { input: command.input(of) } : {})
}

it('R3: no command given three times, or between two of another, ends in an internal error', async () => {
  graphql = graphqlClient(await serve(await newPlace()))
  const odd: string[] = []
  const pairs = NAMES.flatMap((one, index) => NAMES.slice(index).map((other) => [one, other] as const))
  for (const [one, other] of pairs) {
    const now = await sample()
    const answers = await Promise.all([one, other, one].map((name) => ask(name, now)))
    for (const { errors = [] } of answers)
      for (const { extensions, message } of errors)
        if (!['NOT_FOUND', 'BAD_USER_INPUT'].includes(extensions.code)) odd.push(`${one} with ${other}: ${message}`)
    if (one === 'resetSample') expect(answers).toMatchObject(Array(3).fill({ data: { resetSample: { project: {} } } }))
    const { active } = await sample()
    if (active)
      await graphql.request('mutation($id: ID!) { cancel(input: { runId: $id }) { __typename } }', { id: active })
  }
  expect(odd).toEqual([])
})
