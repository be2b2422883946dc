/** Where the schema and its migrations lie, for code that reads them as files. */
export const SCHEMA_FILE = new URL('./schema.prisma', import.meta.url)
export const MIGRATIONS_FOLDER = new URL('./migrations/', import.meta.url)
