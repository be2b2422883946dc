import { useQuery } from 'urql'
import { graphql, type ResultOf } from '../client/graphql.ts'

const VIEWER = graphql(`
  query Viewer {
    viewer {
      name
      role
    }
  }
`)

export type Viewer = ResultOf<typeof VIEWER>['viewer']

/** Who is signed in; null until the server has said so. */
export function useViewer(): Viewer | null {
  const [{ data }] = useQuery({ query: VIEWER, requestPolicy: 'cache-first' })
  return data?.viewer ?? null
}

const RANKS: Record<Viewer['role'], number> = { VIEWER: 0, OPERATOR: 1, ADMIN: 2 }

/** Whether the role includes what `needed` may do. */
export const mayAct = (viewer: Viewer | null, needed: Viewer['role']): boolean =>
  viewer !== null && RANKS[viewer.role] >= RANKS[needed]
