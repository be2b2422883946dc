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

/** The person who is signed in. It is null before the server has responded. */
export function useViewer(): Viewer | null {
  const [{ data }] = useQuery({ query: VIEWER, requestPolicy: 'cache-first' })
  return data?.viewer ?? null
}

const RANKS: Record<Viewer['role'], number> = { VIEWER: 0, OPERATOR: 1, ADMIN: 2 }

/** Whether the role includes the rights of `needed`. */
export const mayAct = (viewer: Viewer | null, needed: Viewer['role']): boolean =>
  viewer !== null && RANKS[viewer.role] >= RANKS[needed]
