/** The types that have a global id (Relay). The id contains its type, and is opaque to clients. */
export const NODE_TYPES = ['Project', 'Epic', 'Task', 'Run', 'Batch', 'RunTask', 'Session', 'AccessToken'] as const
export type NodeType = (typeof NODE_TYPES)[number]

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const globalId = (type: string, id: string | number | bigint): string =>
  Buffer.from(`${type}:${id}`).toString('base64url')

/** An id that no row has. */
const NOTHING = '00000000-0000-0000-0000-000000000000'

/**
 * Converts a global id to the id of the row. For a malformed id or an id of another type, it returns an id that no row has. So the lookup finds
 * nothing, as for a row that does not exist.
 */
export function localId(type: NodeType, id: string): string {
  const decoded = decodeGlobalId(id)
  return decoded?.typename === type ? decoded.id : NOTHING
}

/** @returns the type and the row id of a global id; null when the id is malformed. */
export function decodeGlobalId(id: string): { typename: NodeType; id: string } | null {
  const [typename, uuid] = Buffer.from(id, 'base64url').toString().split(':')
  if (!isNodeType(typename) || uuid === undefined || !isUuid(uuid)) return null
  // `Buffer.from` also decodes invalid base64. This check makes sure that each row has exactly one global id.
  return globalId(typename, uuid) === id ? { typename, id: uuid } : null
}

/** Converts the global ids of chosen tasks to row ids. @returns null, which means all tasks, when no ids are given. */
export const localTaskIds = (ids: readonly (string | number)[] | null | undefined): string[] | null =>
  ids?.map((id) => localId('Task', String(id))) ?? null

export const isUuid = (id: string): boolean => UUID.test(id)

const isNodeType = (name: string | undefined): name is NodeType => NODE_TYPES.some((type) => type === name)
