import { ROLES, type Role } from '@coppice/engine/domain/statuses'

/** Whether a role includes the rights of another. ADMIN includes OPERATOR, and OPERATOR includes VIEWER (A1). */
export const mayActAs = (role: Role, wanted: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(wanted)
