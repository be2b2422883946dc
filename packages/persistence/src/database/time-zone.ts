/** Asked of each connection: Prisma's adapter writes and reads times without their zone. */
export const IN_UTC = "SET TIME ZONE 'UTC'"
