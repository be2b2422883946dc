const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether the id is a UUID. Reads return null for other ids, because PostgreSQL would treat them as an error. */
export const isUuid = (id: string): boolean => UUID.test(id)
