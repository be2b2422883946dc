const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** An id that is no UUID is absent. PostgreSQL would treat it as an error. */
export const isUuid = (id: string): boolean => UUID.test(id)
