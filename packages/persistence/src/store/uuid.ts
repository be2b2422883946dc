const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** An id that is none is absent: PostgreSQL would take it for an error. */
export const isUuid = (id: string): boolean => UUID.test(id)
