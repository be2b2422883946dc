/** Global ids (Relay): opaque to clients, of one type each. */
export const NODE_TYPES = ['Project', 'Epic', 'Task', 'Run', 'Batch', 'RunTask', 'Session', 'AccessToken'] as const
export type NodeType = (typeof NODE_TYPES)[number]

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const globalId = (type: string, id: string | number | bigint): string =>
  Buffer.from(`${type}:${id}`).toString('base64url')

/** No row has it. */
const NOTHING = '00000000-0000-0000-0000-000000000000'

/** The row's id. One that is malformed or of another type is the id of nothing: it is looked for, and answered like an absent one. */
export function localId(type: NodeType, id: string): string {
  const decoded = decodeGlobalId(id)
  return decoded?.typename === type ? decoded.id : NOTHING
}

/** Null where it is malformed. */
export function decodeGlobalId(id: string): { typename: NodeType; id: string } | null {
  const [typename, uuid] = Buffer.from(id, 'base64url').toString().split(':')
  if (!isNodeType(typename) || uuid === undefined || !isUuid(uuid)) return null
  // Decoding forgives what is no base64: a row has one id, not many.
  return globalId(typename, uuid) === id ? { typename, id: uuid } : null
}

/** Ids of tasks to choose; null where none were given: all. */
export const localTaskIds = (ids: readonly (string | number)[] | null | undefined): string[] | null =>
  ids?.map((id) => localId('Task', String(id))) ?? null

export const isUuid = (id: string): boolean => UUID.test(id)

const isNodeType = (name: string | undefined): name is NodeType => NODE_TYPES.some((type) => type === name)
