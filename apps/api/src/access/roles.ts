import { ROLES, type Role } from '@coppice/engine/domain/statuses'

/** VIEWER < OPERATOR < ADMIN (A1). */
export const mayActAs = (role: Role, wanted: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(wanted)
