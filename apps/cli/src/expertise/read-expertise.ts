import type { ApiClient } from '../client/api-client.ts'
import { onlyProject } from '../client/only-project.ts'
import type { ProjectNode } from '../client/projects-of.ts'
import type { RunFilter } from '../client/run-filter.ts'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'

export interface Estimate {
  value: number
  low: number
  high: number
}

interface Side {
  sessions: number
  successes: number
}

/** How much entries help, as the API reports it. */
export interface LiftNode {
  basis: string
  verdict: string
  with: Side
  without: Side
  success: Estimate | null
  costUsd: Estimate | null
  durationMs: Estimate | null
}

export interface EntryNode {
  id: string
  domain: string
  kind: string
  text: string
  paths: readonly string[]
  evidence: readonly {
    session: number
    taskKey: string
    commit: string | null
    at: string
    learningSession: number | null
  }[]
  isByPerson: boolean
  pinned: boolean
  found: number
  uses: number
  doubts: number
}

export interface MeasuredNode {
  entry: EntryNode
  lift: LiftNode
}

export interface DomainNode {
  domain: string
  lift: LiftNode
  entryCount: number
  entries: readonly MeasuredNode[]
}

const PAGE = 200
const ESTIMATE = '{ value low high }'
const SIDE = '{ sessions successes }'
const LIFT = `{ basis verdict with ${SIDE} without ${SIDE} success ${ESTIMATE} costUsd ${ESTIMATE} durationMs ${ESTIMATE} }`
const ENTRY =
  '{ id domain kind text paths isByPerson pinned found uses doubts evidence { session taskKey commit at learningSession } }'
const EXPERTISE = `query Expertise($id: ID!, $skip: Int!) { project(id: $id) {
  expertise { domain lift ${LIFT} entryCount entries(first: ${PAGE}, skip: $skip) { entry ${ENTRY} lift ${LIFT} } }
} }`

/** Reads all entries of a project, page by page. */
export async function expertiseOf(api: ApiClient, id: string): Promise<DomainNode[]> {
  const domains: DomainNode[] = []
  for (let skip = 0; ; skip += PAGE) {
    const { project } = await api.request<{ project: { expertise: readonly DomainNode[] } | null }>(EXPERTISE, {
      id,
      skip,
    })
    const page = project?.expertise ?? []
    for (const one of page) {
      const known = domains.find(({ domain }) => domain === one.domain)
      if (known) known.entries = [...known.entries, ...one.entries]
      else domains.push({ ...one })
    }
    if (page.every(({ entryCount }) => entryCount <= skip + PAGE)) return domains
  }
}

/** Finds the only entry whose id begins with a text. @throws CommandError when none does, and when several do */
export async function entryBy(
  api: ApiClient,
  filter: RunFilter,
  beginning: string,
): Promise<MeasuredNode & { project: ProjectNode }> {
  const project = await onlyProject(api, filter)
  const all = (await expertiseOf(api, project.id)).flatMap(({ entries }) => entries)
  const [found, ...others] = all.filter(({ entry }) => entry.id.startsWith(beginning.toLowerCase()))
  if (found === undefined)
    throw new CommandError(EXIT.usage, `${project.name} has no entry ${beginning}. To see all: coppice expertise`)
  if (others.length > 0)
    throw new CommandError(EXIT.usage, `${others.length + 1} entries begin with ${beginning}. Write more of the id.`)
  return { ...found, project }
}
