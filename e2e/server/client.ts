import {
  type commandPlan,
  type GraphqlClient,
  graphqlClient,
  type ServerAddress,
  tempRepository,
} from '@coppice/testkit'

/** A client of the GraphQL API with methods for the operations that these tests use. */
export class Client {
  readonly graphql: GraphqlClient

  constructor(address: ServerAddress) {
    this.graphql = graphqlClient(address)
  }

  async createProject(repositoryPath: string, baseBranch: string | null = 'main'): Promise<Answer> {
    const input = { name: `p-${Math.random().toString(36).slice(2, 10)}`, repositoryPath, baseBranch }
    return this.#mutate('createProject', 'CreateProjectInput', input, '... on CreateProjectSuccess { project { id } }')
  }

  importPlan(projectId: string, source: string): Promise<Answer> {
    const cycles = '... on CircularDependencyError { cycles }'
    const problems = '... on InvalidPlanError { problems { path message line column } }'
    return this.#mutate('importPlan', 'ImportPlanInput', { projectId, source }, `${cycles} ${problems}`)
  }

  startParallel(projectId: string, over: object = {}): Promise<Answer> {
    const started = '... on StartParallelSuccess { run { id number } }'
    return this.#mutate('startParallel', 'StartParallelInput', { projectId, ...over }, started)
  }

  cancel(runId: string): Promise<Answer> {
    return this.#mutate('cancel', 'CancelInput', { runId }, '... on CancelSuccess { cancelledAgents }')
  }

  async runCount(projectId: string): Promise<number> {
    const document = 'query($id: ID!) { project(id: $id) { runs { totalCount } } }'
    const { project } = await this.graphql.request<{ project: { runs: { totalCount: number } } }>(document, {
      id: projectId,
    })
    return project.runs.totalCount
  }

  async run(id: string): Promise<RunView> {
    const document = `query($id: ID!) { run(id: $id) { status statusReason completedTasks totalTasks lastSequence
      tasks { edges { node { key status attempts sessions { id status } } } } } }`
    const { run } = await this.graphql.request<{ run: RunView }>(document, { id })
    return run
  }

  /** Creates a project with this plan, by default in a new repository. @returns its id. */
  async projectWith(plan: string | ReturnType<typeof commandPlan>, repository = tempRepository()): Promise<string> {
    const created = await this.createProject(repository.path)
    const id = created.project?.id
    if (!id) throw new Error(`the project was not created: ${JSON.stringify(created)}`)
    const imported = await this.importPlan(id, typeof plan === 'string' ? plan : JSON.stringify(plan))
    if (imported.__typename !== 'ImportPlanSuccess')
      throw new Error(`the plan was not imported: ${JSON.stringify(imported)}`)
    return id
  }

  async #mutate(name: string, input: string, value: object, more: string): Promise<Answer> {
    const document = `mutation($input: ${input}!) { ${name}(input: $input) { __typename ... on Error { code message } ${more} } }`
    const data = await this.graphql.request<Record<string, Answer>>(document, { input: value })
    return data[name] as Answer
  }
}

/**
 * Returns the id that a node has in the database. The environment of the processes of a session contains the database id of the session.
 */
export function recordId(node: { id: string } | undefined): string {
  const [, id] = atob(node?.id ?? '').split(':')
  if (!id) throw new Error(`${node?.id} is not the id of a node`)
  return id
}

export interface Answer {
  __typename: string
  code?: string
  message?: string
  project?: { id: string }
  run?: { id: string; number: number }
  cycles?: string[][]
  problems?: { path: string; message: string; line: number | null; column: number | null }[]
  cancelledAgents?: number
}

export interface RunView {
  status: string
  statusReason: string | null
  completedTasks: number
  totalTasks: number
  lastSequence: number
  tasks: {
    edges: { node: { key: string; status: string; attempts: number; sessions: { id: string; status: string }[] } }[]
  }
}
