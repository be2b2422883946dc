import type { ApiClient } from './api-client.ts'

export interface ProjectNode {
  id: string
  name: string
  repositoryPath: string
  baseBranch: string
  activeRun: { id: string; number: number } | null
}

interface Page {
  projects: { edges: readonly { node: ProjectNode }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } }
}

const PROJECTS = `query Projects($after: String) {
  projects(first: 200, after: $after) {
    edges { node { id name repositoryPath baseBranch activeRun { id number } } }
    pageInfo { hasNextPage endCursor }
  }
}`

export async function projectsOf(api: ApiClient, after: string | null = null): Promise<ProjectNode[]> {
  const { projects } = await api.request<Page>(PROJECTS, { after })
  const nodes = projects.edges.map((edge) => edge.node)
  return projects.pageInfo.hasNextPage ? [...nodes, ...(await projectsOf(api, projects.pageInfo.endCursor))] : nodes
}
