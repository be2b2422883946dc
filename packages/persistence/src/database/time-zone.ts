/** Every connection uses this zone, because Prisma's adapter writes and reads times without a zone. */
export const IN_UTC = "SET TIME ZONE 'UTC'"
