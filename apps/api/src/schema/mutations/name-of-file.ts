import { z } from 'zod'

/** What no path or branch can be: the system would take it for a defect of ours. */
export const nameOfFile = (most: number) =>
  z
    .string()
    .max(most, `At most ${most} characters.`)
    .refine((text) => !text.includes('\0'), 'No NUL characters.')
