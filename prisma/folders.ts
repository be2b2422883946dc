/** The locations of the schema and its migrations, for code that reads them as files. */
export const SCHEMA_FILE = new URL('./schema.prisma', import.meta.url)
export const MIGRATIONS_FOLDER = new URL('./migrations/', import.meta.url)
