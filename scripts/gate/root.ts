import { fileURLToPath } from 'node:url'

export const inRoot = (path: string): string => fileURLToPath(new URL(path, new URL('../../', import.meta.url)))
