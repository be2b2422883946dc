/** Every connection runs this statement first, because Prisma's adapter writes and reads times without a zone. */
export const IN_UTC = "SET TIME ZONE 'UTC'"
