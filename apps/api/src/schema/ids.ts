/** Global ids (Relay). They are opaque to clients, and each belongs to one type. */
export const NODE_TYPES = ['Project', 'Epic', 'Task', 'Run', 'Batch', 'RunTask', 'Session', 'AccessToken'] as const
export type NodeType = (typeof NODE_TYPES)[number]

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const globalId = (type: string, id: string | number | bigint): string =>
  Buffer.from(`${type}:${id}`).toString('base64url')

/** No row has this id. */
const NOTHING = '00000000-0000-0000-0000-000000000000'

/** The id of the row. A malformed id, or one of another type, becomes an id that no row has, so the lookup behaves as for an absent row. */
export function localId(type: NodeType, id: string): string {
  const decoded = decodeGlobalId(id)
  return decoded?.typename === type ? decoded.id : NOTHING
}

/** @returns null when the id is malformed. */
export function decodeGlobalId(id: string): { typename: NodeType; id: string } | null {
  const [typename, uuid] = Buffer.from(id, 'base64url').toString().split(':')
  if (!isNodeType(typename) || uuid === undefined || !isUuid(uuid)) return null
  // Decoding also accepts text that is not valid base64. A row must have exactly one id.
  return globalId(typename, uuid) === id ? { typename, id: uuid } : null
}

/** The ids of chosen tasks. @returns null, which means all, when none were given. */
export const localTaskIds = (ids: readonly (string | number)[] | null | undefined): string[] | null =>
  ids?.map((id) => localId('Task', String(id))) ?? null

export const isUuid = (id: string): boolean => UUID.test(id)

const isNodeType = (name: string | undefined): name is NodeType => NODE_TYPES.some((type) => type === name)
